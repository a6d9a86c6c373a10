using Conversations.Client.Testing;

namespace Conversations.Soak.Service;

/// <summary>What goes wrong on the way to the fake, by chance: so often that all is tried, and so seldom that most calls succeed.</summary>
internal static class FaultPlan
{
    private static readonly TimeSpan OneSecond = TimeSpan.FromSeconds(1);

    public static void Set(FakeFaults faults, int seed)
    {
        int next = seed * 100;
        // The service did nothing.
        Rule(0.01).Respond(500, """{"type":"server_error","code":"error","detail":"A server error occurred.","attr":null}""");
        Rule(0.01).Respond(503);
        Rule(0.002).Respond(503, retryAfter: OneSecond);
        Rule(0.004).Respond(502, "<html>Bad gateway</html>");
        Rule(0.002).Respond(408);
        Rule(0.004).Respond(429, """{"type":"throttled_error","code":"throttled","detail":"Request was throttled.","attr":null}""");
        Rule(0.001).Respond(429, """{"type":"throttled_error","code":"throttled","detail":"Request was throttled.","attr":null}""", OneSecond);
        Rule(0.01).Reset();
        Rule(0.0005).HangBeforeHeaders();
        // The service did it, and its answer is lost, cut or spoilt.
        Rule(0.01).CutAfterBytes(0);
        Rule(0.01).CutAfterBytes(40);
        Rule(0.0005).HangInBody();
        Rule(0.002).Malformed();
        // Slow answers.
        Rule(0.05).Delay(TimeSpan.FromMilliseconds(40));
        Rule(0.01).Delay(TimeSpan.FromMilliseconds(300));
        // Streams, more often. Clean ends are made in the client's process, see SendingHandler.
        for (int events = 1; events <= 6; events++)
        {
            faults.On(Operation.ConversationsCreate).Probability(0.03, next++).CutAfterEvents(events);
        }

        FaultRule Rule(double probability) => faults.Any().Probability(probability, next++);
    }
}
