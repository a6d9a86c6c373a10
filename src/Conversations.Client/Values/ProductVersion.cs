using System.Reflection;

namespace Conversations.Client.Values;

/// <summary>The version of this package, as <c>User-Agent</c> and telemetry name it.</summary>
internal static class ProductVersion
{
    /// <summary>The version without the build's own suffix.</summary>
    public static string Text { get; } = Read();

    private static string Read()
    {
        string version =
            typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";
        int build = version.IndexOf('+', StringComparison.Ordinal);
        return build < 0 ? version : version[..build];
    }
}
