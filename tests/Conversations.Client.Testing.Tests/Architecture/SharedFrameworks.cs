namespace Conversations.Client.Testing.Tests.Architecture;

/// <summary>The assemblies that come with .NET and ASP.NET Core, so that no package is downloaded for them.</summary>
internal static class SharedFrameworks
{
    private static readonly HashSet<string> Names = [
        .. Folders()
            .SelectMany(static folder => Directory.EnumerateFiles(folder, "*.dll"))
            .Select(static file => Path.GetFileNameWithoutExtension(file)!),
    ];

    public static bool Contain(string assembly) => Names.Contains(assembly);

    private static IEnumerable<string> Folders() =>
        [
            Path.GetDirectoryName(typeof(object).Assembly.Location)!,
            Path.GetDirectoryName(typeof(Microsoft.AspNetCore.Http.HttpContext).Assembly.Location)!,
        ];
}
