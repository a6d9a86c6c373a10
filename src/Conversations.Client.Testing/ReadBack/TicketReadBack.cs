using Conversations.Client.Testing.State;
using Conversations.Client.Testing.Wire;

namespace Conversations.Client.Testing.ReadBack;

/// <summary>A stored ticket as the client's record.</summary>
internal static class TicketReadBack
{
    public static Ticket Read(FakeState state, TicketRow row) => new()
    {
        Id = row.Id,
        TicketNumber = row.Number,
        ChannelSource = new OpenEnum<ChannelSource>(row.ChannelSource),
        ChannelDetail = row.ChannelDetail is { } detail ? new OpenEnum<ChannelDetail>(detail) : null,
        DistinctId = row.DistinctId,
        Status = new OpenEnum<TicketStatus>(row.Status),
        Priority = row.Priority is { } priority ? new OpenEnum<TicketPriority>(priority) : null,
        Assignee = Assignee(state.Directory, row.Assignee),
        AnonymousTraits = row.AnonymousTraits,
        IdentityVerified = row.IdentityVerified,
        AIResolved = row.AIResolved,
        EscalationReason = row.EscalationReason,
        AITriage = row.AITriage,
        CreatedAt = row.CreatedAt,
        UpdatedAt = row.UpdatedAt,
        MessageCount = row.MessageCount,
        LastMessageAt = row.LastMessageAt,
        LastMessageText = row.LastMessageText,
        UnreadTeamCount = row.UnreadTeamCount,
        UnreadCustomerCount = row.UnreadCustomerCount,
        SessionId = row.SessionId,
        SessionContext = row.SessionContext,
        SlaDueAt = row.SlaDueAt,
        SnoozedUntil = row.SnoozedUntil,
        SlackChannelId = row.SlackChannelId,
        SlackThreadTs = row.SlackThreadTs,
        SlackTeamId = row.SlackTeamId,
        EmailSubject = row.EmailSubject,
        EmailFrom = row.EmailFrom,
        EmailTo = row.EmailTo,
        CcParticipants = row.CcParticipants,
        GitHubRepo = row.GitHubRepo,
        GitHubIssueNumber = row.GitHubIssueNumber,
        ZendeskTicketId = row.ZendeskTicketId,
        OrganizationId = row.OrganizationId,
        OrganizationIdSource = row.OrganizationIdSource,
        Person = Person(state.Directory.PersonOf(row)),
        Tags = row.Tags,
        UserAccessLevel = row.AccessLevel,
    };

    private static Assignee? Assignee(DirectoryTable directory, AssigneeRow? row) => row switch
    {
        { User: { } user } => Client.Assignee.User(user) with { UserEmail = directory.Users.GetValueOrDefault(user)?.Email },
        { Role: { } role } => Client.Assignee.Role(role) with { RoleName = directory.Roles.GetValueOrDefault(role)?.Name },
        _ => null,
    };

    private static Person? Person(PersonRow? row) => row is null ? null : new()
    {
        Id = row.Id,
        Name = PersonJson.NameOf(row),
        DistinctIds = row.DistinctIds,
        Properties = row.Properties,
        CreatedAt = row.CreatedAt,
        IsIdentified = row.IsIdentified,
    };
}
