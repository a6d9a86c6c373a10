using System.Globalization;

namespace Conversations.Client.Testing.Turns;

/// <summary>The texts that a conversation sends where no script sets them.</summary>
internal static class DefaultReply
{
    public const string Failure = "Oops! Something went wrong. Please try again.";

    private const int Partials = 4;
    private const int TitleLength = 60;
    private const int QuotedLength = 200;

    public static SayStep To(string? content) =>
        content is null
            ? new SayStep("Thank you. I have carried on with what you decided.", Partials)
            : new SayStep($"You asked: “{Shorten(content, QuotedLength)}”. The fake service has no model, so this is all it can say.", Partials);

    public static string Title(string? content) => content is null ? "Conversation" : Shorten(content, TitleLength);

    private static string Shorten(string text, int length)
    {
        string line = text.ReplaceLineEndings(" ");
        return StringInfo.ParseCombiningCharacters(line) is { } starts && starts.Length > length
            ? line[..starts[length - 1]] + "…"
            : line;
    }
}
