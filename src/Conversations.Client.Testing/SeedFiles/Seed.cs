using Conversations.Client.Testing.Seeds;
using Conversations.Client.Testing.State;

namespace Conversations.Client.Testing.SeedFiles;

/// <summary>A whole seed file, read and checked.</summary>
internal sealed record Seed
{
    public required IReadOnlyList<ProjectSeed> Projects { get; init; }

    public required IReadOnlyList<UserSeed> Users { get; init; }

    public required IReadOnlyList<RoleSeed> Roles { get; init; }

    public required IReadOnlyList<ApiKeySeed> Keys { get; init; }

    public required IReadOnlyList<OAuthTokenSeed> OAuthTokens { get; init; }

    public required IReadOnlyList<SessionSeed> Sessions { get; init; }

    public required IReadOnlyList<PersonSeed> Persons { get; init; }

    public required IReadOnlyList<EmailChannelSeed> EmailChannels { get; init; }

    public required IReadOnlyList<TicketSeed> Tickets { get; init; }

    public required IReadOnlyList<ViewSeed> Views { get; init; }

    public required IReadOnlyList<ConversationSeed> Conversations { get; init; }

    /// <summary>Adds all rows; those that others refer to come first. The caller holds the gate.</summary>
    public SeededRows AddTo(FakeState state)
    {
        Each(Projects, DirectorySeeding.Add);
        Each(Users, DirectorySeeding.Add);
        Each(Roles, DirectorySeeding.Add);
        Each(Keys, DirectorySeeding.Add);
        Each(OAuthTokens, DirectorySeeding.Add);
        Each(Sessions, DirectorySeeding.Add);
        Each(Persons, DirectorySeeding.Add);
        Each(EmailChannels, DirectorySeeding.Add);
        return new SeededRows(
            [.. Tickets.Select(ticket => RowSeeding.Add(state, ticket))],
            [.. Views.Select(view => RowSeeding.Add(state, view))],
            [.. Conversations.Select(conversation => RowSeeding.Add(state, conversation))]);

        void Each<T>(IReadOnlyList<T> seeds, Action<FakeState, T> add)
        {
            foreach (T seed in seeds)
            {
                add(state, seed);
            }
        }
    }
}

/// <summary>The rows that a seed file added, in the order of the file.</summary>
internal sealed record SeededRows(
    IReadOnlyList<TicketRow> Tickets, IReadOnlyList<ViewRow> Views, IReadOnlyList<ConversationRow> Conversations);
