using System.Globalization;

namespace Conversations.Tests;

/// <summary>Runs a test's body under cultures that reveal text formatted with the current culture by mistake.</summary>
public static class Cultures
{
    /// <summary>
    /// The invariant culture, which hides such mistakes, and cultures with a dotless i, Arabic digits, and the calendar of the Buddhist
    /// era.
    /// </summary>
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
        // The current culture flows with this async method and ends with it.
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = new(name);
        await body();
    }
}
