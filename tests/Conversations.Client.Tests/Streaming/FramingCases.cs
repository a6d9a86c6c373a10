namespace Conversations.Client.Tests.Streaming;

/// <summary>A text that the service could send, and the events to read from it.</summary>
/// <param name="Name">What the case shows.</param>
/// <param name="Text">The text. A line feed stands for any line ending; a text with a carriage return has its own endings.</param>
/// <param name="Events">The events, as name and data. The client knows none of the data, so it delivers all of it unchanged.</param>
internal sealed record FramingCase(string Name, string Text, params (string Name, string Data)[] Events)
{
    /// <summary>Whether the text ends between two events, so that more can follow.</summary>
    internal bool IsWhole { get; init; } = true;

    /// <summary>Whether the line endings are part of what the case shows.</summary>
    internal bool HasOwnEndings => Text.Contains('\r', StringComparison.Ordinal);

    /// <summary>Whether the byte order mark is part of what the case shows.</summary>
    internal bool HasOwnMark => Text.StartsWith(Mark);

    internal const char Mark = '\ufeff';

    public override string ToString() => Name;
}

/// <summary>
/// The standard of server-sent events as a table. The second half restates the cases of the browser tests (web platform tests,
/// eventsource/format-*).
/// </summary>
internal static class FramingCases
{
    private static readonly string Long = new('x', 2048);

    internal static IReadOnlyList<FramingCase> All { get; } =
    [
        new("nothing", ""),
        new("only blank lines", "\n\n\n\n"),
        new("name and data", "event: odd\ndata: x\n\n", ("odd", "x")),
        new("no name is a message", "data: x\n\n", ("message", "x")),
        new("a name that this package does not know", "event: sandbox\ndata: {\"a\":1}\n\n", ("sandbox", "{\"a\":1}")),
        new("names are told apart by case", "event: Message\ndata: {\"type\":\"ai\"}\n\n", ("Message", "{\"type\":\"ai\"}")),
        new("a name with spaces and signs", "event:  a b: c \ndata: x\n\n", (" a b: c ", "x")),
        new("broken JSON", "event: message\ndata: {\"type\":\"ai\"\n\nevent: conversation\ndata: {\n\nevent: update\ndata: [\n\nevent: status\ndata: ,\n\n", ("message", "{\"type\":\"ai\""), ("conversation", "{"), ("update", "["), ("status", ",")),
        new("data before the name", "data: x\nevent: odd\n\n", ("odd", "x")),
        new("the last name counts", "event: one\nevent: two\ndata: x\n\n", ("two", "x")),
        new("a name lasts for one event", "event: odd\ndata: x\n\ndata: y\n\n", ("odd", "x"), ("message", "y")),
        new("an empty event of a name known to nobody else", "event: odd\ndata\n\n", ("odd", "")),
        new("an event without data is none", "event: odd\n\n"),
        new("a comment between the lines of an event", "event: odd\n: keepalive\ndata: x\n:\ndata: y\n: \n\n", ("odd", "x\ny")),
        new("keepalives between events", ": keepalive\n\n: keepalive\n\ndata: x\n\n: keepalive\n\n", ("message", "x")),
        new("a keepalive of one line", ":\ndata: x\n\n", ("message", "x")),
        new("a comment that looks like a field", ":data: x\n:event: y\n: data: z\n\n"),
        new("several lines of data", "data: a\ndata: b\ndata: c\n\n", ("message", "a\nb\nc")),
        new("JSON over several lines", "event: odd\ndata: {\ndata:  \"a\":\ndata: 1}\n\n", ("odd", "{\n \"a\":\n1}")),
        new("a colon in the data", "data: a:b: c\n\ndata::\n\n", ("message", "a:b: c"), ("message", ":")),
        new("only one space is dropped", "data:   x\n\ndata:x\n\ndata: \n\n", ("message", "  x"), ("message", "x"), ("message", "")),
        new("a space at the end stays", "data: x \n\n", ("message", "x ")),
        new("ids and their absence", "id: 1\ndata: x\n\nid\ndata: y\n\nid: a\0b\ndata: z\n\n", ("message", "x"), ("message", "y"), ("message", "z")),
        new("an id without data is no event", "id: 1\n\n"),
        new("retry of every kind", "retry: 5\nretry\nretry:\nretry: -1\nretry: 1.5\nretry: 99999999999999999999999\nretry: x\nretry: 9223372036854775807\ndata: x\n\n", ("message", "x")),
        new("characters of two, three and four bytes", "event: odd\ndata: Grüße, 世界 🎉 \u2028 \u2029 \u0085 \u000b\n\n", ("odd", "Grüße, 世界 🎉 \u2028 \u2029 \u0085 \u000b")),
        new("characters outside of ASCII in names and comments", ": 世界\nevent: 🎉\n世: x\ndata: y\n\n", ("🎉", "y")),
        new("the mark of the encoding in data", "data: \ufeffx\n\ndata:\ufeff\n\n", ("message", "\ufeffx"), ("message", "\ufeff")),
        new("the last event is not ended", "data: x\n\nevent: odd\ndata: y\n", ("message", "x")) { IsWhole = false },
        new("the last line is not ended", "data: x\n\ndata: y", ("message", "x")) { IsWhole = false },
        new("the last field is cut", "data: x\n\nda", ("message", "x")) { IsWhole = false },
        new("a comment is not ended", "data: x\n\n: keepal", ("message", "x")) { IsWhole = false },

        new("format-bom", "\ufeffdata:1\n\n\ufeffdata:2\n\ndata:3\n\n", ("message", "1"), ("message", "3")),
        new("format-bom-2", "\ufeff\ufeffdata:1\n\ndata:2\n\ndata:3\n\n", ("message", "2"), ("message", "3")),
        new("format-comments", $"data:1\r:\0\n:\r\ndata:2\n:{Long}\rdata:3\n:data:fail\r:{Long}\ndata:4\n\n", ("message", "1\n2\n3\n4")),
        new("format-data-before-final-empty-line", "retry:1000\ndata:test1\n\nid:test\ndata:test2", ("message", "test1")) { IsWhole = false },
        new("format-field-data", "data:\n\ndata\ndata\n\ndata:test\n\n", ("message", ""), ("message", "\n"), ("message", "test")),
        new("format-field-event", "event:test\ndata:x\n\ndata:x\n\n", ("test", "x"), ("message", "x")),
        new("format-field-event-empty", "event: \ndata:data\n\nevent\ndata:data\n\nevent: odd\nevent\ndata:data\n\n", ("message", "data"), ("message", "data"), ("message", "data")),
        new("format-field-id", "id: …\ndata:1\n\ndata:2\n\n", ("message", "1"), ("message", "2")),
        new("format-field-id-null", "id: \0\0\ndata:x\n\n", ("message", "x")),
        new("format-field-parsing", "data:\0\ndata:  2\rData:1\ndata\0:2\ndata:1\r\0data:4\nda-ta:3\rdata_5\ndata:3\rdata:\r\n data:32\ndata:4\n\n", ("message", "\0\n 2\n1\n3\n\n4")),
        new("format-field-retry", "retry:03000\ndata:x\n\n", ("message", "x")),
        new("format-field-retry-bogus", "retry:3000\nretry:1000x\ndata:x\n\n", ("message", "x")),
        new("format-field-retry-empty", "retry\ndata:test\n\n", ("message", "test")),
        new("format-field-unknown", "data:test\n data\ndata\nfoobar:xxx\njustsometext\n:thisisacommentyay\ndata:test\n\n", ("message", "test\n\ntest")),
        new("format-leading-space", "data:\ttest\rdata: \ndata:test\n\n", ("message", "\ttest\n\ntest")),
        new("format-newlines", "data:test\r\ndata\ndata:test\r\n\r\n", ("message", "test\n\ntest")),
        new("format-newlines, each of its own kind", "data:1\r\rdata:2\n\ndata:3\r\n\r\ndata:4\r\n\ndata:5\n\r\ndata:6\r\n\rdata:7\n\rdata:8\n\n", ("message", "1"), ("message", "2"), ("message", "3"), ("message", "4"), ("message", "5"), ("message", "6"), ("message", "7"), ("message", "8")),
        new("format-null-character", "data:\0\n\n\n\n", ("message", "\0")),
        new("format-utf-8", "data:ok…\n\n", ("message", "ok…")),
        new("event-data", "data:msg\ndata: msg\n\n:\nfalsefield:msg\n\nfalsefield:msg\nData:data\n\ndata\n\ndata:end\n\n", ("message", "msg\nmsg"), ("message", ""), ("message", "end")),
    ];
}
