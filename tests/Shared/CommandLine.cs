namespace Conversations.Tests;

/// <summary>The command line of a program of the tests: names, each followed by its value.</summary>
public static class CommandLine
{
    /// <summary>The value behind a name; null if it is not there.</summary>
    public static string? ValueOf(this string[] args, string name) =>
        Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;
}
