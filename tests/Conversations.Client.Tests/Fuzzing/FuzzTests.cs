using Conversations.Fuzz;
using Conversations.Fuzz.Targets;

namespace Conversations.Client.Tests.Fuzzing;

/// <summary>
/// What reads bytes of others, on the inputs for which a promise did not hold once, and on made-up ones. <c>eng/fuzz</c> tries as many as
/// one likes.
/// </summary>
public sealed class FuzzTests
{
    private const int MadeUp = 300;

    public static TheoryData<string> Targets => [.. FuzzTargets.All.Select(static target => target.Name)];

    public static IEnumerable<object[]> Kept =>
        from target in FuzzTargets.All
        from file in FuzzTargets.KeptOf(target)
        select new object[] { target.Name, Path.GetFileName(file) };

    [Theory, MemberData(nameof(Kept))]
    public async Task What_went_wrong_once_does_not_again(string target, string file)
    {
        IFuzzTarget one = FuzzTargets.All.Single(candidate => candidate.Name == target);

        Assert.Null(await one.TryAsync(await File.ReadAllBytesAsync(Path.Combine(FuzzTargets.FolderOf(one), file))));
    }

    [Theory, MemberData(nameof(Targets))]
    public async Task Usual_and_made_up_inputs_are_read_or_refused_as_promised(string target)
    {
        IFuzzTarget one = FuzzTargets.All.Single(candidate => candidate.Name == target);
        var mutations = new Mutations(new Random(20261130));
        foreach (byte[] input in one.Seeds.Concat(Enumerable.Range(0, MadeUp).Select(_ => mutations.Next(one.Seeds))))
        {
            Assert.Null(await one.TryAsync(input));
        }
    }
}
