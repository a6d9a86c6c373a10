using System.Text.Json;
using System.Text.Json.Nodes;

namespace Conversations.Client.Tests.AdditionalMembers;

/// <summary>
/// docs/newer-servers.md: a member that this package does not know is kept by every record that the service sends, whichever the contract
/// adds.
/// </summary>
public sealed class KeptMemberTests
{
    private const string Unknown = "\"brand_new\":{\"a\":[1]},\"\":null,\"twice\":\"first\",\"t\\u0077ice\":\"\\ud83d\"";

    public static TheoryData<Type> Records => [.. Received.Records.Keys];

    public static TheoryData<string> Schemas => [.. Spec.Root.GetProperty("components").GetProperty("schemas").EnumerateObject()
        .Where(static schema => !schema.Value.TryGetProperty("enum", out _)).Select(static schema => schema.Name)];

    public static TheoryData<string, string, Type> Answers
    {
        get
        {
            var data = new TheoryData<string, string, Type>();
            foreach ((string operation, string json, Type type) in Received.Answers())
            {
                data.Add(operation, json, type);
            }

            return data;
        }
    }

    [Theory, MemberData(nameof(Schemas))]
    public void Each_schema_says_truly_whether_the_service_sends_it(string schema)
    {
        string? direction = Spec.Find("#/components/schemas/" + schema).GetProperty("x-direction").GetString();
        Assert.Equal(Received.Schemas.Contains(schema), direction is "response" or "both");
        Assert.True(direction is not "request" || Received.SchemasOfRequests.Contains(schema), $"{schema} is in no request.");
    }

    [Theory, MemberData(nameof(Schemas))]
    public void What_the_service_sends_has_them_and_what_is_only_sent_to_it_has_not(string schema)
    {
        if (Received.WithoutMembers.Contains(schema))
        {
            return;
        }

        System.Reflection.PropertyInfo? property = Received.PropertyOf(Received.TypeOf(schema));
        Assert.Equal(Received.Schemas.Contains(schema), property is not null);
        // Only filters are made of members that nobody knows; elsewhere they are what was received.
        Assert.Equal(schema == nameof(TicketViewFilters), property?.SetMethod?.IsPublic == true);
    }

    [Theory, MemberData(nameof(Records))]
    public void A_record_keeps_counts_copies_and_writes_them(Type type)
    {
        string known = Received.Records[type];
        object read = JsonSerializer.Deserialize($"{{{known}{Unknown}}}", type, Received.Options)!;

        IReadOnlyDictionary<string, JsonElement> members = Received.MembersOf(read);
        Assert.Equal(["brand_new", "", "twice"], members.Keys);
        Assert.Equal(("{\"a\":[1]}", JsonValueKind.Null, "\"\\ud83d\""), (members["brand_new"].GetRawText(), members[""].ValueKind, members["twice"].GetRawText()));

        string text = read.ToString()!;
        Assert.Contains("AdditionalMembers = 3 members", text, StringComparison.Ordinal);
        Assert.DoesNotContain("brand_new", text, StringComparison.Ordinal);

        object copy = type.GetMethod("<Clone>$")!.Invoke(read, null)!;
        Assert.NotSame(read, copy);
        Assert.Equal(read, copy);
        Assert.Same(members, Received.MembersOf(copy));

        string written = JsonSerializer.Serialize(read, type, Received.Options);
        object reread = JsonSerializer.Deserialize(written, type, Received.Options)!;
        Assert.Equal(members.Select(Told), Received.MembersOf(reread).Select(Told));
        Assert.Equal(written, JsonSerializer.Serialize(reread, type, Received.Options));
    }

    [Theory, MemberData(nameof(Records))]
    public void A_record_that_knows_all_has_none_and_equals_another(Type type)
    {
        string json = $"{{{Received.Records[type].TrimEnd(',')}}}";
        object read = JsonSerializer.Deserialize(json, type, Received.Options)!;
        object again = JsonSerializer.Deserialize(json, type, Received.Options)!;

        Assert.Empty(Received.MembersOf(read));
        Assert.Same(Received.MembersOf(read), Received.MembersOf(again));
        Assert.Equal(read, again);
        Assert.DoesNotContain("AdditionalMembers", read.ToString()!, StringComparison.Ordinal);
        Assert.DoesNotContain("AdditionalMembers", JsonSerializer.Serialize(read, type, Received.Options), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Answers))]
    public void No_member_that_is_known_is_among_them(string operation, string json, Type type)
    {
        object answer = JsonSerializer.Deserialize(json, type, Received.Options)!;
        Assert.NotEmpty(Received.Within(answer));
        Assert.All(Received.Within(answer), record => Assert.True(Received.MembersOf(record).Count == 0, $"{operation}: {record}"));
    }

    /// <summary>Each object of each example of the contract gets one more member, wherever it is, and is stored and read again.</summary>
    [Theory, MemberData(nameof(Answers))]
    public void Nothing_that_a_newer_server_adds_to_an_answer_is_lost(string operation, string json, Type type)
    {
        JsonNode newer = JsonNode.Parse(json)!;
        int added = Add(newer, 0);
        Assert.True(added > 0, operation);

        object answer = JsonSerializer.Deserialize(newer.ToJsonString(), type, Received.Options)!;
        string stored = JsonSerializer.Serialize(answer, type, Received.Options);

        Assert.Equal(Enumerable.Range(1, added), Found(JsonNode.Parse(stored)).Order());
        Assert.Equal(stored, JsonSerializer.Serialize(JsonSerializer.Deserialize(stored, type, Received.Options), type, Received.Options));
    }

    [Fact]
    public void A_received_record_differs_from_another_by_members_that_are_not_the_same_instance()
    {
        const string json = """{"suggestion":"a","tone":"kind"}""";
        SuggestedReply read = JsonSerializer.Deserialize<SuggestedReply>(json)!;
        Assert.NotEqual(read, JsonSerializer.Deserialize<SuggestedReply>(json));
        Assert.Equal(read, read with { });
    }

    [Fact]
    public void A_value_stays_when_the_bytes_it_was_read_from_are_used_again()
    {
        byte[] bytes = """{"suggestion":"a","tone":"kind"}"""u8.ToArray();
        SuggestedReply read = JsonSerializer.Deserialize<SuggestedReply>(bytes)!;
        bytes.AsSpan().Fill((byte)'x');
        Assert.Equal("kind", read.AdditionalMembers["tone"].GetString());
    }

    private static string Told(KeyValuePair<string, JsonElement> member) => $"{member.Key}={member.Value.GetRawText()}";

    private static int Add(JsonNode? node, int added)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (JsonNode? member in members.Select(static member => member.Value).ToList())
                {
                    added = Add(member, added);
                }

                members["added_later"] = ++added;
                break;
            case JsonArray items:
                foreach (JsonNode? item in items)
                {
                    added = Add(item, added);
                }

                break;
            default:
                break;
        }

        return added;
    }

    private static IEnumerable<int> Found(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(static member =>
            member.Key == "added_later" ? [member.Value!.GetValue<int>()] : Found(member.Value)),
        JsonArray items => items.SelectMany(Found),
        _ => [],
    };
}
