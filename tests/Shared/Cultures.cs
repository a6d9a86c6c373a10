using System.Globalization;

namespace Conversations.Tests;

/// <summary>Runs a test's body under cultures that catch what was formatted by accident.</summary>
public static class Cultures
{
    /// <summary>Dotless i, Arabic digits and another calendar, the Buddhist era; and the one that hides all mistakes.</summary>
    public static IReadOnlyList<string> Names { get; } = ["", "tr-TR", "ar-SA", "th-TH"];

    /// <summary>Runs the body once for each culture.</summary>
    public static async Task EachAsync(Func<Task> body)
    {
        foreach (string name in Names)
        {
            await InAsync(name, body);
        }
    }

    private static async Task InAsync(string name, Func<Task> body)
    {
        // The current culture flows with this method and ends with it.
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = new(name);
        await body();
    }
}
