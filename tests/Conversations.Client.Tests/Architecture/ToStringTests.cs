using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;

namespace Conversations.Client.Tests.Architecture;

/// <summary>ToString never throws, whatever a value contains: a log line must not end a program.</summary>
public sealed class ToStringTests
{
    /// <summary>
    /// JSON that cannot be written as text: never set, of a disposed document, with invalid UTF-8, with half of a surrogate pair.
    /// </summary>
    private static Dictionary<string, Func<JsonElement>> Json { get; } = new()
    {
        ["undefined"] = static () => default,
        ["disposed"] = static () =>
        {
            using var document = JsonDocument.Parse("""{"action":"x","id":"m","type":"t"}""");
            return document.RootElement;
        },
        ["invalid UTF-8"] = static () =>
        {
            var reader = new Utf8JsonReader([.. "{\"action\":\""u8, 0xff, 0xfe, .. "\",\"id\":\""u8, 0xff, .. "\",\"type\":\""u8, 0xc3, .. "\"}"u8]);
            return JsonElement.ParseValue(ref reader);
        },
        ["half a pair"] = static () => JsonElement.Parse("""{"action":"\ud800","id":"\ud800","type":"\udc00"}"""),
        ["null"] = static () => JsonElement.Parse("null"),
    };

    public static IEnumerable<object[]> Records => from type in Values from json in Json.Keys select new object[] { type, json };

    /// <summary>Every public type that holds data and can be created.</summary>
    private static IEnumerable<Type> Values => typeof(ConversationsClient).Assembly.GetExportedTypes()
        .Where(static type =>
            !type.IsAbstract
                && !type.IsEnum
                && !typeof(Exception).IsAssignableFrom(type)
                && (type.IsValueType || type.GetMethod("<Clone>$") is not null))
        .Select(static type =>
            !type.IsGenericTypeDefinition
                ? type
                : type.MakeGenericType(type == typeof(OpenEnum<>) ? typeof(TicketStatus) : typeof(string)));

    [Theory, MemberData(nameof(Records))]
    public void Of_a_value_made_by_hand_with_nulls_and_strange_JSON(Type type, string json)
    {
        if (!type.IsValueType && type.GetConstructor([]) is null)
        {
            // Only their own methods create these. They take no nulls; the tests below cover those that take JSON.
            Assert.Contains(type, new[] { typeof(DateFilter), typeof(AssigneeFilter) });
            return;
        }

        object value = Activator.CreateInstance(type)!;
        Assert.NotNull(value.ToString());
        using var document = JsonDocument.Parse("""{"a":"b"}""");
        foreach (PropertyInfo? member in type.GetProperties().Where(static member => member.SetMethod is { IsPublic: true }))
        {
            member.SetValue(value, Of(member.PropertyType, json == "disposed" ? document.RootElement : Json[json]()));
        }

        // Some setters read the value, so the document is disposed only now.
        document.Dispose();
        Assert.NotNull(value.ToString());
    }

    [Theory]
    [InlineData("disposed")]
    [InlineData("invalid UTF-8")]
    [InlineData("half a pair")]
    public void Of_what_a_turn_waits_for(string json)
    {
        Assert.NotNull(new Dictionary<string, ResumePayload?> { ["raw"] = Raw() }["raw"]?.ToString() ?? "refused");
        Assert.Equal("ResumePayload { Action = none }", ResumePayload.Raw(JsonElement.Parse("{}")).ToString());

        ResumePayload? Raw()
        {
            try
            {
                return ResumePayload.Raw(Json[json]());
            }
            catch (ObjectDisposedException)
            {
                return null;
            }
        }
    }

    [Fact]
    public void Of_a_payload_whose_document_went_away_later()
    {
        using var document = JsonDocument.Parse("""{"action":"sign"}""");
        var payload = ResumePayload.Raw(document.RootElement);
        Assert.Equal("ResumePayload { Action = sign }", payload.ToString());
        document.Dispose();
        Assert.NotEmpty(payload.ToString());
    }

    [Fact]
    public void Of_a_reply_made_by_hand_without_a_thread()
    {
        Assert.Equal("ConversationReply { Outcome = Completed, Text = 2 characters, Messages = 0 }", new ConversationReply { Text = "Hi", Outcome = StreamOutcome.Completed, Thread = null! }.ToString());
        Assert.NotEmpty(
            new ConversationReply { Text = null!, Outcome = (StreamOutcome)99, Thread = null!, PendingApprovals = null! }.ToString());
    }

    /// <summary>A default immutable array throws whenever it is used.</summary>
    [Fact]
    public void Of_a_list_that_was_never_made() =>
        Assert.Equal("TicketQuery { Tags = 0 items, TagsAll = 1 item }", new TicketQuery { Tags = default(ImmutableArray<string>), TagsAll = ["a"] }.ToString());

    [Fact]
    public void Of_a_text_update_that_is_the_default() => Assert.Equal("TextUpdate { MessageIndex = 0, Text = 0 characters, Replaces = False }", default(TextUpdate).ToString());

    [Fact]
    public void Of_a_thread_of_nothing_and_of_nulls()
    {
        Assert.NotEmpty(ConversationThread.From([]).ToString());
        Assert.NotEmpty(ConversationThread.From([new ConversationEvent { Conversation = null! }]).ToString());
    }

    [Theory]
    [InlineData("disposed")]
    [InlineData("invalid UTF-8")]
    [InlineData("half a pair")]
    [InlineData("undefined")]
    public void Of_an_unknown_message(string json)
    {
        var message = new UnknownMessage { Raw = Json[json]() };
        Assert.StartsWith("UnknownMessage", message.ToString(), StringComparison.Ordinal);
        Assert.StartsWith("MessageEvent", new MessageEvent { Message = message }.ToString(), StringComparison.Ordinal);
        Assert.StartsWith("ThreadEntry", new ThreadEntry { Message = message }.ToString(), StringComparison.Ordinal);
    }

    /// <summary>A missing or incomplete value for a member of a type.</summary>
    private static object? Of(Type type, JsonElement json) =>
        type == typeof(JsonElement) || type == typeof(JsonElement?) ? json
        : type == typeof(IReadOnlyList<JsonElement>) ? new[] { json }
        : type.IsValueType ? Activator.CreateInstance(type)
        : null;
}
