using System.Text;

namespace Conversations.Tests;

/// <summary>A stub's response: a status, headers, and a body that can come in pieces, wait, hang or be cut.</summary>
public sealed class StubAnswer
{
    private readonly List<StubStep> _steps = [];
    private readonly List<(string Name, string Value)> _headers = [];
    private readonly TaskCompletionSource _freed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _silent = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private StubAnswer(int status) => Status = status;

    public int Status { get; }

    public IReadOnlyList<(string Name, string Value)> Headers => _headers;

    /// <summary>Completes when the caller has read the whole body or has released the connection.</summary>
    public Task Freed => _freed.Task;

    /// <summary>
    /// Completes when the response has reached the point where it hangs. Over a socket the caller may not have received all earlier bytes
    /// yet.
    /// </summary>
    public Task Silent => _silent.Task;

    internal IReadOnlyList<StubStep> Steps => _steps;

    /// <summary>The fault or wait before the headers, if there is one.</summary>
    internal StubStep? BeforeHeaders { get; private init; }

    public static StubAnswer Of(int status) => new(status);

    public static StubAnswer Json(string json, int status = 200) => Of(status).With("Content-Type", "application/json").Write(json);

    public static StubAnswer Html(string html, int status = 200) => Of(status).With("Content-Type", "text/html; charset=utf-8").Write(html);

    /// <summary>A stream that writes each text separately.</summary>
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

    /// <summary>Receives the request and never responds.</summary>
    public static StubAnswer Silence() => new(200) { BeforeHeaders = new StubStep.Hang() };

    /// <summary>Receives the request and breaks the connection.</summary>
    public static StubAnswer Reset() => new(200) { BeforeHeaders = new StubStep.Cut() };

    /// <summary>Receives the request and responds when the task has completed.</summary>
    public static StubAnswer JsonAfter(Task task, string json, int status = 200) =>
        new StubAnswer(status) { BeforeHeaders = new StubStep.Wait(() => task) }.With("Content-Type", "application/json").Write(json);

    public StubAnswer With(string name, string value)
    {
        _headers.Add((name, value));
        return this;
    }

    public StubAnswer Write(string text) => Write(Encoding.UTF8.GetBytes(text));

    public StubAnswer Write(params byte[] bytes) => Add(new StubStep.Write(bytes));

    /// <summary>Waits for the test's task before the next step.</summary>
    public StubAnswer Wait(Task task) => Add(new StubStep.Wait(() => task));

    /// <summary>Waits for a time on a clock before the next step. The time starts when the response reaches this step.</summary>
    public StubAnswer Wait(TimeSpan length, TimeProvider clock) => Add(new StubStep.Wait(() => Task.Delay(length, clock)));

    /// <summary>Ends the connection in the middle of the response. The bytes written before arrive first, also over a socket.</summary>
    public StubAnswer Break() => Add(new StubStep.Break());

    /// <summary>Resets the connection. Over a socket the reset can overtake the bytes written before.</summary>
    public StubAnswer Cut() => Add(new StubStep.Cut());

    /// <summary>Sends nothing more, but keeps the connection open.</summary>
    public StubAnswer Hang() => Add(new StubStep.Hang());

    internal void Free() => _freed.TrySetResult();

    internal void FallSilent() => _silent.TrySetResult();

    private StubAnswer Add(StubStep step)
    {
        _steps.Add(step);
        return this;
    }
}

/// <summary>One step of a response.</summary>
internal abstract record StubStep
{
    internal sealed record Write(byte[] Bytes) : StubStep;

    internal sealed record Wait(Func<Task> Begin) : StubStep;

    internal sealed record Break : StubStep;

    internal sealed record Cut : StubStep;

    internal sealed record Hang : StubStep;
}
