namespace Conversations.Client.Tests.Contract.Golden;

/// <summary>All the cases, by name.</summary>
internal static class GoldenCases
{
    public static IReadOnlyDictionary<string, GoldenCase> All { get; } = new IEnumerable<GoldenCase>[]
    {
        ConversationCases.All,
        SendCases.All,
        ResumeCases.All,
        QueueCases.All,
        TicketListCases.All,
        TicketCases.All,
        TicketUpdateCases.All,
        BulkCases.All,
        TicketMessageCases.All,
        ViewCases.All,
        CallerCases.All,
    }.SelectMany(static cases => cases).ToDictionary(static golden => golden.Name);
}
