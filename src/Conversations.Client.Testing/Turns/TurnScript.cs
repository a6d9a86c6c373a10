using System.Text.Json;
using Conversations.Client.Testing.Turns;
using Conversations.Client.Testing.Wire;
using Conversations.Client.Testing.Wire.Messages;

namespace Conversations.Client.Testing;

/// <summary>
/// What one turn of a conversation does, step by step. The accepted human message goes out before the first step.
/// Every method returns the script, so that steps can be chained.
/// </summary>
public sealed class TurnScript
{
    private readonly List<TurnStep> _steps = [];

    internal TurnScript()
    {
    }

    internal IReadOnlyList<TurnStep> Steps => _steps;

    internal int? ChunkBytes { get; private set; }

    /// <summary>Sends a finished assistant message, under an id of its own.</summary>
    /// <param name="text">The text. Directly before <see cref="Tool"/> both make one message, as on the service.</param>
    /// <returns>The script.</returns>
    public TurnScript Say(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Add(new SayStep(text, Partials: 0));
    }

    /// <summary>Sends an assistant message, first in growing parts, then finished under an id of its own.</summary>
    /// <param name="text">The whole text. Directly before <see cref="Tool"/> both make one message, as on the service.</param>
    /// <param name="partials">How many partial messages come first, each with the text so far; at most one for each character.</param>
    /// <returns>The script.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="partials"/> is zero or negative.</exception>
    public TurnScript Say(string text, int partials)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(partials);
        return Add(new SayStep(text, partials));
    }

    /// <summary>Sends an assistant message with a tool call, then the tool's answer.</summary>
    /// <param name="name">The tool's name, such as <c>execute_sql</c>.</param>
    /// <param name="args">The arguments, a JSON object.</param>
    /// <param name="result">The content of the tool's answer.</param>
    /// <returns>The script.</returns>
    /// <exception cref="ArgumentException"><paramref name="args"/> is not a JSON object.</exception>
    public TurnScript Tool(string name, string args, string result)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(result);
        return Add(new ToolStep(name, JsonObject(args, nameof(args)), result));
    }

    /// <summary>Sends a message of any kind as it is, and stores it unless it has no id or a temporary one.</summary>
    /// <param name="message">The message; for a kind without a record use <see cref="UnknownMessage"/>.</param>
    /// <returns>The script.</returns>
    public TurnScript Message(ConversationMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return Add(new MessageStep(MessageWriter.ToElement(message)));
    }

    /// <summary>Waits on the fake's clock.</summary>
    /// <param name="time">How long; zero does not wait.</param>
    /// <returns>The script.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="time"/> is negative.</exception>
    public TurnScript Pause(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        return Add(new PauseStep(time));
    }

    /// <summary>Waits until the test calls <see cref="TurnHold.Release"/>.</summary>
    /// <param name="hold">A hold of the same fake.</param>
    /// <returns>The script.</returns>
    public TurnScript Hold(TurnHold hold)
    {
        ArgumentNullException.ThrowIfNull(hold);
        return Add(new HoldStep(hold));
    }

    /// <summary>Ends the turn with a failure message, as when the model or its worker fails. The response stays a 200.</summary>
    /// <param name="text">The text shown to the user; null sends the bare form without text and id.</param>
    /// <returns>The script.</returns>
    public TurnScript Fail(string? text = null) => Add(new FailStep(text));

    /// <summary>Ends the turn waiting for the user's approval, to be read from the conversation's <c>pending_approvals</c>.</summary>
    /// <param name="proposalId">The id that the decision names.</param>
    /// <param name="toolName">The tool that wants to run.</param>
    /// <param name="preview">What the user is shown.</param>
    /// <param name="payload">The proposal, a JSON object; null: an empty one.</param>
    /// <returns>The script.</returns>
    /// <exception cref="ArgumentException"><paramref name="payload"/> is not a JSON object.</exception>
    public TurnScript Approval(string proposalId, string toolName, string? preview = null, string? payload = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(proposalId);
        ArgumentException.ThrowIfNullOrEmpty(toolName);
        return Add(new ApprovalStep(proposalId, toolName, preview, JsonObject(payload ?? "{}", nameof(payload))));
    }

    /// <summary>Ends the turn with a form: an unanswered call of the tool <c>create_form</c>.</summary>
    /// <param name="toolCallId">The id of the call.</param>
    /// <param name="args">The form, a JSON object.</param>
    /// <returns>The script.</returns>
    /// <exception cref="ArgumentException"><paramref name="args"/> is not a JSON object.</exception>
    public TurnScript Form(string toolCallId, string args)
    {
        ArgumentException.ThrowIfNullOrEmpty(toolCallId);
        return Add(new FormStep(toolCallId, JsonObject(args, nameof(args))));
    }

    /// <summary>Sends an event as it is; the conversation does not store it.</summary>
    /// <param name="name">The name, known or not, on one line.</param>
    /// <param name="json">
    /// The data. It is not checked, so that a client can be shown something broken; each line becomes a data line.
    /// </param>
    /// <returns>The script.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty or has a line break.</exception>
    public TurnScript Event(string name, string json)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(json);
        if (name.AsSpan().ContainsAny('\r', '\n'))
        {
            throw new ArgumentException("The name of an event is one line. For other bytes use Raw.", nameof(name));
        }

        return Add(new BytesStep(EventBytes.Scripted(name, json)));
    }

    /// <summary>Sends bytes as they are.</summary>
    /// <param name="bytes">Anything: half an event, a comment, invalid UTF-8.</param>
    /// <returns>The script.</returns>
    public TurnScript Raw(ReadOnlySpan<byte> bytes) => Add(new BytesStep(bytes.ToArray()));

    /// <summary>Splits every write of this turn, whatever the place of this call in the script.</summary>
    /// <param name="bytes">The most bytes of one write.</param>
    /// <returns>The script.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bytes"/> is zero or negative.</exception>
    public TurnScript ChunkEvery(int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bytes);
        ChunkBytes = bytes;
        return this;
    }

    /// <summary>
    /// Breaks the connection of whoever reads, without a proper end. The turn itself goes on:
    /// the remaining steps are played for the next reader, and the conversation stays in progress until they are done.
    /// </summary>
    /// <remarks>
    /// The turn waits for that reader, so that a client has to join it again; a cancel ends it, and nobody waits longer than the
    /// service keeps a stream open, 30 minutes of the fake's clock, 60 for research. Directly before <see cref="Pause"/> or
    /// <see cref="Hold"/> it does not wait for a reader, but as long as these say: after
    /// <c>Cut().Pause(TimeSpan.Zero)</c> the rest is played at once for nobody. A cut that is the last step ends the turn.
    /// </remarks>
    /// <returns>The script.</returns>
    public TurnScript Cut() => Add(new CutStep());

    private TurnScript Add(TurnStep step)
    {
        if (_steps is [.., FailStep or ApprovalStep or FormStep])
        {
            throw new InvalidOperationException("Fail, Approval and Form end the turn; nothing can follow. Script the next turn with another call of Next.");
        }

        _steps.Add(step);
        return this;
    }

    private static JsonElement JsonObject(string json, string parameter)
    {
        ArgumentNullException.ThrowIfNull(json, parameter);
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document.RootElement.Clone()
                : throw new ArgumentException("Pass a JSON object, such as {\"query\":\"select 1\"}.", parameter);
        }
        catch (JsonException error)
        {
            throw new ArgumentException("Pass a JSON object, such as {\"query\":\"select 1\"}.", parameter, error);
        }
    }
}
