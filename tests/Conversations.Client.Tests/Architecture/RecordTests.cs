using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Conversations.Client.Tests.Architecture;

/// <summary>Rules for every public record.</summary>
public sealed class RecordTests
{
    private const string Marker = "MARKER";

    /// <summary>Texts that are ids, kinds or states, which a log line may contain.</summary>
    private static readonly string[] Printable = ["Id", "ShortId", "Type", "ContentType", "Name", "MessageId", "ToolCallId", "ProposalId", "ArtifactId", "NotebookId", "OriginalToolCallId", "ParentToolCallId", "TraceId", "SessionId", "ColumnKey", "View", "ToolName", "NotebookType", "TaskType", "UserAccessLevel"];

    public static TheoryData<Type> Records => [.. All];

    public static TheoryData<Type> WireRecords => [.. All.Where(static type => type.IsDefined(typeof(JsonConverterAttribute)))];

    private static IEnumerable<Type> All =>
        typeof(ConversationsClient).Assembly.GetExportedTypes()
            .Where(static type => type is { IsAbstract: false, IsGenericType: false } && type.GetMethod("<Clone>$") is not null);

    [Theory, MemberData(nameof(Records))]
    public void ToString_never_prints_what_people_wrote(Type type)
    {
        if (type == typeof(AssigneeFilter) || type == typeof(DateFilter))
        {
            // They print what they send: ids and times.
            return;
        }

        object filled = Filled(type, 0)!;
        string text = filled.ToString()!;
        Assert.DoesNotContain(Marker, text.Replace(Marker + "-id", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.NotEmpty(text);
    }

    [Theory, MemberData(nameof(WireRecords))]
    public void Nulls_keep_the_defaults(Type type)
    {
        var members = type.GetProperties()
            .Select(static member => member.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name)
            .OfType<string>()
            .Where(static name => name != "type")
            .ToList();
        string? kind = typeof(ConversationMessage).IsAssignableFrom(type) && type != typeof(UnknownMessage)
            ? ((ConversationMessage)Activator.CreateInstance(type)!).Type
            : null;
        string start = kind is null ? "" : $"\"type\":\"{kind}\",";
        string nothing = "{" + start.TrimEnd(',') + "}";
        string nulls = "{" + start + string.Join(',', members.Select(static name => $"\"{name}\":null"))
            + (type.GetProperty(nameof(Ticket.AdditionalMembers)) is null ? ",\"brand_new\":{\"a\":[1]}}" : "}");
        if (type == typeof(TicketViewSorting))
        {
            return;
        }

        object absent = JsonSerializer.Deserialize(nothing, type)!;
        foreach (PropertyInfo? member in type.GetProperties()
            .Where(static member => !member.IsDefined(typeof(System.Runtime.CompilerServices.RequiredMemberAttribute))))
        {
            object? value = member.GetValue(absent);
            NullabilityInfo nullability = new NullabilityInfoContext().Create(member);
            Assert.True(value is not null || nullability.ReadState == NullabilityState.Nullable, member.Name);
            Assert.True(value is not JsonElement { ValueKind: JsonValueKind.Undefined } || type == typeof(UnknownMessage), member.Name);
        }

        if (type != typeof(TicketUpdate)
            && type != typeof(TicketViewUpdate)
            && type != typeof(TicketViewFilters)
            && type != typeof(UnknownMessage))
        {
            object read = JsonSerializer.Deserialize(nulls, type)!;
            Assert.Equal(JsonSerializer.Serialize(absent, type), JsonSerializer.Serialize(read, type));
            Assert.Equal(absent.ToString(), read.ToString());
        }
    }

    [Theory, MemberData(nameof(WireRecords))]
    public void Members_are_the_names_of_the_wire_in_PascalCase(Type type) => Assert.All(
        // One name is deliberately shorter, because the queue already says what the maximum is for.
        type.GetProperties()
            .Where(static member => member.Name != nameof(ConversationQueue.MaxMessages))
            .Select(static member => (member.Name, Wire: member.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name))
            .Where(static member => member.Wire is not null),
        static member => Assert.Equal(Spec.PascalCase(member.Wire!), member.Name));

    [Theory, MemberData(nameof(WireRecords))]
    public void Init_members_take_null_for_their_default(Type type)
    {
        foreach (PropertyInfo? member in type.GetProperties().Where(static member => member.SetMethod is { IsPublic: true }
            && !member.PropertyType.IsValueType && new NullabilityInfoContext().Create(member).ReadState == NullabilityState.NotNull))
        {
            if (IsKind(type, member) || member.IsDefined(typeof(System.Runtime.CompilerServices.RequiredMemberAttribute)))
            {
                continue;
            }

            object record = Activator.CreateInstance(type)!;
            member.SetValue(record, null);
            Assert.True(member.GetValue(record) is not null, $"{type.Name}.{member.Name} is null");
        }

        foreach (PropertyInfo? member in type.GetProperties().Where(static member => member.SetMethod is { IsPublic: true }
            && member.PropertyType == typeof(JsonElement) && member.DeclaringType != typeof(UnknownMessage)))
        {
            object record = Activator.CreateInstance(type)!;
            member.SetValue(record, default(JsonElement));
            Assert.Equal("{}", ((JsonElement)member.GetValue(record)!).GetRawText());
        }
    }

    [Theory, MemberData(nameof(WireRecords))]
    public void What_is_written_is_read_again(Type type)
    {
        if (type == typeof(TicketViewFilters) || type == typeof(Assignee) || type == typeof(UnknownMessage))
        {
            // They have their own JSON forms, and their own tests.
            return;
        }

        object filled = Filled(type, 0)!;
        string json = JsonSerializer.Serialize(filled, type);
        Assert.Equal(json, JsonSerializer.Serialize(JsonSerializer.Deserialize(json, type), type));
        var written = JsonElement.Parse(json);
        foreach (string name in type.GetProperties().Select(static member => member.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name)
            .OfType<string>())
        {
            Assert.True(written.TryGetProperty(name, out _), name);
        }
    }

    private static object? Filled(Type type, int depth)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Filled(underlying, depth);
        }

        if (type == typeof(string))
        {
            return Marker;
        }

        if (type == typeof(JsonElement))
        {
            return JsonElement.Parse($$"""{"{{Marker}}":"{{Marker}}"}""");
        }

        if (type == typeof(DateFilter) || type == typeof(AssigneeFilter))
        {
            return type == typeof(DateFilter) ? DateFilter.Raw("-7d") : AssigneeFilter.Me;
        }

        if (type == typeof(ConversationMessage))
        {
            return new AssistantMessage { Id = Marker + "-id", Content = Marker };
        }

        if (type == typeof(ConversationThread))
        {
            return ConversationThread.From([new MessageEvent { Message = new AssistantMessage { Id = "a", Content = Marker } }]);
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
        {
            Type item = type.GetGenericArguments()[0];
            var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(item))!;
            if (depth < 4)
            {
                _ = list.Add(Filled(item, depth + 1));
            }

            return list;
        }

        if (type == typeof(IReadOnlyDictionary<string, JsonElement>))
        {
            return new Dictionary<string, JsonElement> { [Marker] = JsonElement.Parse($"\"{Marker}\"") };
        }

        if (type.IsValueType)
        {
            return type == typeof(int) ? 7 : type == typeof(long) ? 7L : type == typeof(bool) ? true : type == typeof(Guid)
                ? Guid.Parse(Examples.TicketId)
                : type == typeof(DateTimeOffset) ? new DateTimeOffset(2026, 6, 3, 12, 0, 0, TimeSpan.Zero)
                : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(OpenEnum<>) ? Activator.CreateInstance(type, "state")
                : Activator.CreateInstance(type);
        }

        if (depth > 4)
        {
            return null;
        }

        object record = Activator.CreateInstance(type)!;
        foreach (PropertyInfo? member in type.GetProperties().Where(member => member.SetMethod is { IsPublic: true }
            && !IsKind(type, member)))
        {
            member.SetValue(
                record,
                member.PropertyType == typeof(string) && Printable.Contains(member.Name) && !IsNameOfAPerson(type, member)
                    ? Marker + "-id"
                    : Filled(member.PropertyType, depth + 1));
        }

        return record;
    }

    /// <summary>Whether the member is the kind of a message, which its record sets.</summary>
    private static bool IsKind(Type type, PropertyInfo member) => member.Name == "Type" && typeof(ConversationMessage).IsAssignableFrom(type);

    /// <summary>Whether the name was written by people, as for persons and views. The name of a tool or an event says what it is.</summary>
    private static bool IsNameOfAPerson(Type type, PropertyInfo member) =>
        member.Name == "Name" && type != typeof(ToolCall) && type != typeof(UnknownEvent);
}
