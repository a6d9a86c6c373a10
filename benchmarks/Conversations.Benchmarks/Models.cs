using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Conversations.Benchmarks;

// The models that the floor and Refit read into: all members of a ticket, enum values as strings.

internal sealed record AssigneeUser
{
    public string? Email { get; init; }
}

internal sealed record AssigneeRole
{
    public string? Name { get; init; }
}

internal sealed record PlainAssignee
{
    public JsonElement Id { get; init; }

    public string? Type { get; init; }

    public AssigneeUser? User { get; init; }

    public AssigneeRole? Role { get; init; }
}

internal sealed record PlainPerson<TObject>
{
    public string? Id { get; init; }

    public string? Name { get; init; }

    public IReadOnlyList<string>? DistinctIds { get; init; }

    public TObject? Properties { get; init; }

    public DateTimeOffset? CreatedAt { get; init; }

    public bool? IsIdentified { get; init; }
}

/// <summary>A ticket.</summary>
/// <typeparam name="TObject">The type of free-form objects: a dictionary, as most people write it, or raw JSON.</typeparam>
internal sealed record PlainTicket<TObject>
{
    public required Guid Id { get; init; }

    public required int TicketNumber { get; init; }

    public string? ChannelSource { get; init; }

    public string? ChannelDetail { get; init; }

    public string? DistinctId { get; init; }

    public required string Status { get; init; }

    public string? Priority { get; init; }

    public PlainAssignee? Assignee { get; init; }

    public TObject? AnonymousTraits { get; init; }

    public bool? IdentityVerified { get; init; }

    public bool AIResolved { get; init; }

    public string? EscalationReason { get; init; }

    public TObject? AITriage { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public int MessageCount { get; init; }

    public DateTimeOffset? LastMessageAt { get; init; }

    public string? LastMessageText { get; init; }

    public int UnreadTeamCount { get; init; }

    public int UnreadCustomerCount { get; init; }

    public string? SessionId { get; init; }

    public TObject? SessionContext { get; init; }

    public DateTimeOffset? SlaDueAt { get; init; }

    public DateTimeOffset? SnoozedUntil { get; init; }

    public string? SlackChannelId { get; init; }

    public string? SlackThreadTs { get; init; }

    public string? SlackTeamId { get; init; }

    public string? EmailSubject { get; init; }

    public string? EmailFrom { get; init; }

    public string? EmailTo { get; init; }

    public IReadOnlyList<string>? CcParticipants { get; init; }

    public string? GitHubRepo { get; init; }

    public int? GitHubIssueNumber { get; init; }

    public int? ZendeskTicketId { get; init; }

    public string? OrganizationId { get; init; }

    public string? OrganizationIdSource { get; init; }

    public PlainPerson<TObject>? Person { get; init; }

    public IReadOnlyList<string>? Tags { get; init; }

    public string? UserAccessLevel { get; init; }

    public void MustBeRight(bool verify, int number = 42)
    {
        Check.Must(TicketNumber == number, "ticket number");
        if (verify)
        {
            Check.Must(Id == Guid.Parse("01978c3e-52aa-0000-91d4-3b6f2f0c7e11") && Status == "open" && Priority == "high", "id, status, priority");
            Check.Must(Assignee is { Type: "user", User.Email: "max@acme.example", Role: null } && Assignee.Id.GetInt32() == 7, "assignee");
            Check.Must(AnonymousTraits is not null && Person is { Properties: not null, DistinctIds.Count: 2 }, "person");
            Check.Must(
                UpdatedAt == DateTimeOffset.Parse("2026-06-03T10:30:00.554321Z", CultureInfo.InvariantCulture) && SlaDueAt is not null && SnoozedUntil is null,
                "times");
            Check.Must(
                LastMessageText!.Length > 500 && EmailSubject == "Invoice 881" && Tags is ["billing", "vip"] && CcParticipants is ["boss@lumen.example"] && UserAccessLevel == "editor",
                "rest");
        }
    }
}

internal sealed record PlainPage<TObject>
{
    public required int Count { get; init; }

    public string? Next { get; init; }

    public string? Previous { get; init; }

    public required IReadOnlyList<PlainTicket<TObject>> Results { get; init; }

    public void MustBeRight(bool verify)
    {
        Check.Must(Results.Count == Payloads.PageSize, "page");
        for (int i = 0; verify && i < Results.Count; i++)
        {
            Results[i].MustBeRight(verify, i + 1);
        }
    }
}

/// <summary>A message event, as read with the platform alone.</summary>
internal sealed record PlainMessage
{
    public string? Content { get; init; }

    public string? Id { get; init; }

    public string? Type { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(PlainTicket<IReadOnlyDictionary<string, JsonElement>>), TypeInfoPropertyName = "Ticket")]
[JsonSerializable(typeof(PlainPage<IReadOnlyDictionary<string, JsonElement>>), TypeInfoPropertyName = "Page")]
[JsonSerializable(typeof(PlainPerson<IReadOnlyDictionary<string, JsonElement>>), TypeInfoPropertyName = "Person")]
[JsonSerializable(typeof(PlainTicket<JsonElement?>), TypeInfoPropertyName = "RawTicket")]
[JsonSerializable(typeof(PlainPage<JsonElement?>), TypeInfoPropertyName = "RawPage")]
[JsonSerializable(typeof(PlainPerson<JsonElement?>), TypeInfoPropertyName = "RawPerson")]
[JsonSerializable(typeof(PlainMessage), TypeInfoPropertyName = "Message")]
internal sealed partial class PlainContext : JsonSerializerContext;
