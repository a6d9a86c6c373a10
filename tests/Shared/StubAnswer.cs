using System.Text;

namespace Conversations.Tests;

/// <summary>What a stub answers: a status, headers, and a body that can come in pieces, wait, hang or be cut.</summary>
public sealed class StubAnswer
{
    private readonly List<StubStep> _steps = [];
    private readonly List<(string Name, string Value)> _headers = [];
    private readonly TaskCompletionSource _freed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _silent = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private StubAnswer(int status) => Status = status;

    public int Status { get; }

    public IReadOnlyList<(string Name, string Value)> Headers => _headers;

    /// <summary>Ends when the caller has read the whole body or has let the connection go.</summary>
    public Task Freed => _freed.Task;

    /// <summary>
    /// Ends when the answer has come to where it hangs. Over a socket the caller may not have got yet what was written before.
    /// </summary>
    public Task Silent => _silent.Task;

    internal IReadOnlyList<StubStep> Steps => _steps;

    /// <summary>Whether the fault stands before the headers.</summary>
    internal StubStep? BeforeHeaders { get; private init; }

    public static StubAnswer Of(int status) => new(status);

    public static StubAnswer Json(string json, int status = 200) => Of(status).With("Content-Type", "application/json").Write(json);

    public static StubAnswer Html(string html, int status = 200) => Of(status).With("Content-Type", "text/html; charset=utf-8").Write(html);

    /// <summary>A stream that writes each text on its own.</summary>
    public static StubAnswer Stream(params string[] texts)
    {
        StubAnswer answer = Of(200).With("Content-Type", "text/event-stream");
        foreach (string text in texts)
        {
            _ = answer.Write(text);
        }

        return answer;
    }

    /// <summary>A stream of messages, one event each.</summary>
    public static StubAnswer Messages(params string[] messages) => Stream([.. messages.Select(static message => $"event: message\ndata: {message}\n\n")]);

    /// <summary>Takes the request and never answers.</summary>
    public static StubAnswer Silence() => new(200) { BeforeHeaders = new StubStep.Hang() };

    /// <summary>Takes the request and breaks the connection.</summary>
    public static StubAnswer Reset() => new(200) { BeforeHeaders = new StubStep.Cut() };

    /// <summary>Takes the request and answers when the task has ended.</summary>
    public static StubAnswer JsonAfter(Task task, string json, int status = 200) =>
        new StubAnswer(status) { BeforeHeaders = new StubStep.Wait(() => task) }.With("Content-Type", "application/json").Write(json);

    public StubAnswer With(string name, string value)
    {
        _headers.Add((name, value));
        return this;
    }

    public StubAnswer Write(string text) => Write(Encoding.UTF8.GetBytes(text));

    public StubAnswer Write(params byte[] bytes) => Add(new StubStep.Write(bytes));

    /// <summary>Waits for the test before the next step.</summary>
    public StubAnswer Wait(Task task) => Add(new StubStep.Wait(() => task));

    /// <summary>Waits on a clock before the next step, from when the answer has come here.</summary>
    public StubAnswer Wait(TimeSpan length, TimeProvider clock) => Add(new StubStep.Wait(() => Task.Delay(length, clock)));

    /// <summary>Ends the connection in the middle of the answer. What was written arrives first, also over a socket.</summary>
    public StubAnswer Break() => Add(new StubStep.Break());

    /// <summary>Resets the connection, which over a socket can overtake what was written.</summary>
    public StubAnswer Cut() => Add(new StubStep.Cut());

    /// <summary>Sends nothing more, and keeps the connection.</summary>
    public StubAnswer Hang() => Add(new StubStep.Hang());

    internal void Free() => _freed.TrySetResult();

    internal void FallSilent() => _silent.TrySetResult();

    private StubAnswer Add(StubStep step)
    {
        _steps.Add(step);
        return this;
    }
}

/// <summary>One step of an answer.</summary>
internal abstract record StubStep
{
    internal sealed record Write(byte[] Bytes) : StubStep;

    internal sealed record Wait(Func<Task> Begin) : StubStep;

    internal sealed record Break : StubStep;

    internal sealed record Cut : StubStep;

    internal sealed record Hang : StubStep;
}
