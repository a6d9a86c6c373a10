namespace Conversations.Fuzz.Targets;

/// <summary>All targets, and where their inputs are kept.</summary>
internal static class FuzzTargets
{
    /// <summary>What reads bytes of others.</summary>
    public static IReadOnlyList<IFuzzTarget> All { get; } = [new ReaderTarget(), new ErrorTarget(), new RecordTarget(), new PagingTarget()];

    /// <summary>The folder of the inputs of a target for which a promise did not hold once.</summary>
    public static string FolderOf(IFuzzTarget target) => Repository.PathOf("tests", "Conversations.Fuzz", "Corpus", target.Name);

    /// <summary>These inputs.</summary>
    public static IReadOnlyList<string> KeptOf(IFuzzTarget target) =>
        Directory.Exists(FolderOf(target)) ? [.. Directory.GetFiles(FolderOf(target)).Order(StringComparer.Ordinal)] : [];
}
