using Conversations.Client.Testing.Exchange;

namespace Conversations.Client.Testing.Faults;

/// <summary>The ways in which a response can be damaged.</summary>
internal static class Damages
{
    private const string EventStream = "text/event-stream";

    public static FakeResponse Hang(FakeResponse answer, CancellationToken closing) => answer.HasBody
        ? answer.Through(body => new SilentBody(body, closing))
        : FakeResponse.NotSent(Delivery.Withheld);

    public static FakeResponse CutAfterBytes(FakeResponse answer, int bytes)
    {
        if (answer.Source is null && bytes >= answer.Body.Length)
        {
            return bytes == 0 ? FakeResponse.NotSent(Delivery.Reset) : answer;
        }

        return answer.Through(body => new CutBody(body, bytes));
    }

    public static FakeResponse CutAfterEvents(FakeResponse answer, int events) =>
        answer.ContentType == EventStream ? answer.Through(body => new EventCutBody(body, events)) : answer;

    public static FakeResponse Malform(FakeResponse answer)
    {
        if (answer.ContentType == EventStream)
        {
            return answer.Through(body => new MalformedEvents(body));
        }

        return answer.HasBody ? answer.Through(body => new MalformedBody(body)) : answer;
    }
}
