using Conversations.Client.Testing.Turns;

namespace Conversations.Client.Testing.State;

/// <summary>
/// Owns everything the fake remembers. Every member below is read and written under <see cref="Gate"/>,
/// under which nothing waits and nothing is sent.
/// </summary>
internal sealed class FakeState(FakeConversationsOptions options)
{
    public Lock Gate { get; } = new();

    public FakeConversationsOptions Options { get; } = options;

    public TimeProvider Time { get; } = options.TimeProvider;

    public IdSequence Ids { get; } = new(options.TimeProvider);

    public DirectoryTable Directory { get; } = new();

    public TicketTable Tickets { get; } = new();

    public ViewTable Views { get; } = new();

    public ConversationTable Conversations { get; } = new();

    public ScriptQueue Scripts { get; } = new();

    public bool IsNewest => Options.Generation == Generation.Newest;

    // The database keeps microseconds, so a finer instant would not read back equal.
    public DateTimeOffset Now => Time.GetUtcNow().ToMicroseconds();

    public void Clear()
    {
        foreach (ConversationRow conversation in Conversations.All)
        {
            conversation.Abandon();
        }

        Directory.Clear();
        Tickets.Clear();
        Views.Clear();
        Conversations.Clear();
        Scripts.Clear();
    }
}
