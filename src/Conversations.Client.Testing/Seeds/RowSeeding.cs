using Conversations.Client.Testing.State;
using Conversations.Client.Testing.Turns;
using Conversations.Client.Testing.Wire;
using Conversations.Client.Testing.Wire.Messages;

namespace Conversations.Client.Testing.Seeds;

/// <summary>Turns seeds of tickets, views and conversations into rows. The caller holds the gate.</summary>
internal static class RowSeeding
{
    public static TicketRow Add(FakeState state, TicketSeed seed)
    {
        int project = References.Project(state.Directory, seed.Project);
        List<TicketMessageRow> messages = [.. seed.Messages.Select(message => Message(state, message))];
        TicketMessageRow? last = messages.FindLast(message => message.CountsAsPublic);
        var row = new TicketRow
        {
            Id = seed.Id ?? state.Ids.Next(),
            Project = project,
            Number = seed.TicketNumber ?? state.Tickets.NextNumber(project, state.IsCurrent),
            ChannelSource = seed.ChannelSource.Value,
            ChannelDetail = seed.ChannelDetail?.Value,
            DistinctId = seed.DistinctId,
            Status = seed.Status.Value,
            Priority = seed.Priority?.Value,
            Assignee = Assignee(state, seed.Assignee),
            AnonymousTraits = seed.AnonymousTraits ?? EmptyJson.Object,
            IdentityVerified = seed.IdentityVerified,
            AIResolved = seed.AIResolved,
            EscalationReason = seed.EscalationReason,
            AITriage = seed.AITriage ?? EmptyJson.Object,
            CreatedAt = seed.CreatedAt?.ToMicroseconds() ?? state.Now,
            UpdatedAt = seed.UpdatedAt?.ToMicroseconds() ?? state.Now,
            MessageCount = seed.MessageCount ?? messages.Count(message => message.CountsAsPublic),
            LastMessageAt = (seed.LastMessageAt ?? last?.CreatedAt)?.ToMicroseconds(),
            LastMessageText = seed.LastMessageText ?? (last is null ? null : TicketRow.Excerpt(last.Content)),
            UnreadTeamCount = seed.UnreadTeamCount,
            UnreadCustomerCount = seed.UnreadCustomerCount,
            SessionId = seed.SessionId,
            WidgetSessionId = seed.WidgetSessionId,
            SessionContext = seed.SessionContext ?? EmptyJson.Object,
            SlaDueAt = seed.SlaDueAt?.ToMicroseconds(),
            SnoozedUntil = seed.SnoozedUntil?.ToMicroseconds(),
            SlackChannelId = seed.SlackChannelId,
            SlackThreadTs = seed.SlackThreadTs,
            SlackTeamId = seed.SlackTeamId,
            EmailSubject = seed.EmailSubject,
            EmailFrom = seed.EmailFrom,
            EmailTo = seed.EmailTo,
            CcParticipants = seed.CcParticipants ?? EmptyJson.Array,
            GitHubRepo = seed.GitHubRepo,
            GitHubIssueNumber = seed.GitHubIssueNumber,
            ZendeskTicketId = seed.ZendeskTicketId,
            OrganizationId = seed.OrganizationId,
            OrganizationIdSource = seed.OrganizationIdSource,
            Tags = [.. seed.Tags],
            AccessLevel = seed.UserAccessLevel,
            Messages = messages,
        };
        state.Tickets.Put(row);

        // A new message drops what is cached (docs/service/tickets.md 8.1, docs/service/neighbours.md 1.4), and a seed may contain some.
        state.UnreadTotals.Drop(project);
        state.WidgetAnswers.NoteMessage(row);
        return row;
    }

    public static ViewRow Add(FakeState state, ViewSeed seed)
    {
        var row = new ViewRow
        {
            Id = state.Ids.Next(),
            ShortId = seed.ShortId ?? state.Ids.NextShortId(),
            Project = References.Project(state.Directory, seed.Project),
            CreatedAt = state.Now,
            Name = seed.Name,
            Filters = WireJson.ToElement(seed.Filters, ViewFiltersJson.Write),
            CreatedBy = References.UserOrNobody(state.Directory, seed.CreatedBy),
            FavoritedBy = [.. seed.FavoritedBy.Select(user => References.User(state.Directory, user))],
        };
        state.Views.Put(row);
        return row;
    }

    public static ConversationRow Add(FakeState state, ConversationSeed seed)
    {
        DateTimeOffset updatedAt = seed.UpdatedAt?.ToMicroseconds() ?? state.Now;
        var row = new ConversationRow
        {
            Id = seed.Id ?? state.Ids.Next(),
            Project = References.Project(state.Directory, seed.Project),
            User = References.User(state.Directory, seed.User),
            CreatedAt = updatedAt,
            UpdatedAt = updatedAt,
            Title = seed.Title,
            Status = seed.Status.Value,
            Type = seed.Type.Value,
            Topic = seed.Topic?.Value,
            Task = seed.Task,
            SlackThreadKey = seed.SlackThreadKey,
            SlackWorkspaceDomain = seed.SlackWorkspaceDomain,
            IsSandbox = seed.IsSandbox,
            IsInternal = seed.IsInternal,
            Deleted = seed.Deleted,
            Readable = seed.Readable,
            Messages = [.. seed.Messages.Select(MessageWriter.ToElement)],
            Queue = new MessageQueue(state.Time),
            Stream = new EventStream(state) { IsResearch = seed.Type.Value == ConversationTypes.DeepResearch },
        };
        state.Conversations.Put(row);
        return row;
    }

    private static TicketMessageRow Message(FakeState state, MessageSeed seed) => new(
        seed.Id ?? state.Ids.Next(),
        seed.Content,
        seed.AuthorType.Value,
        References.UserOrNobody(state.Directory, seed.Author),
        seed.IsPrivate,
        seed.Deleted,
        seed.CreatedAt?.ToMicroseconds() ?? state.Now)
    {
        RichContent = seed.RichContent,
        AuthorName = seed.AuthorName,
        FullEmail = seed.FullEmail,
    };

    private static AssigneeRow? Assignee(FakeState state, Assignee? assignee) => assignee switch
    {
        null => null,
        { UserId: { } user } => new AssigneeRow(References.User(state.Directory, user), Role: null),
        { RoleId: { } role } => new AssigneeRow(User: null, References.Role(state.Directory, role)),
        _ => throw new ArgumentException("The assignee is neither a user nor a role. Use Assignee.User(id) or Assignee.Role(id).", nameof(assignee)),
    };
}
