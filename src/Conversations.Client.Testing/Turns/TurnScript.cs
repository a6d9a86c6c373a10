using System.Text.Json;
using Conversations.Client.Testing.Turns;
using Conversations.Client.Testing.Wire;
using Conversations.Client.Testing.Wire.Messages;

namespace Conversations.Client.Testing;

/// <summary>
/// What one turn of a conversation does, step by step. The fake sends the accepted human message before the first step. Every method
/// returns the script, so that calls can be chained.
/// </summary>
public sealed class TurnScript
{
    private readonly List<TurnStep> _steps = [];

    internal TurnScript()
    {
    }

    internal IReadOnlyList<TurnStep> Steps => _steps;

    internal int? ChunkBytes { get; private set; }

    /// <summary>Sends a finished assistant message with an id of its own.</summary>
    /// <param name="text">The text. If <see cref="Tool"/> follows directly, both become one message, as on the service.</param>
    /// <returns>The script.</returns>
    public TurnScript Say(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Add(new SayStep(text, Partials: 0));
    }

    /// <summary>Sends an assistant message: first in growing parts, then finished, with an id of its own.</summary>
    /// <param name="text">The whole text. If <see cref="Tool"/> follows directly, both become one message, as on the service.</param>
    /// <param name="partials">How many partial messages to send first, each with the text so far; at most one for each character.</param>
    /// <returns>The script.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="partials"/> is zero or negative.</exception>
    public TurnScript Say(string text, int partials)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(partials);
        return Add(new SayStep(text, partials));
    }

    /// <summary>Sends an assistant message with a tool call, then the tool's result.</summary>
    /// <param name="name">The tool's name, such as <c>execute_sql</c>.</param>
    /// <param name="args">The arguments as a JSON object.</param>
    /// <param name="result">The content of the tool's result.</param>
    /// <returns>The script.</returns>
    /// <exception cref="ArgumentException"><paramref name="args"/> is not a JSON object.</exception>
    public TurnScript Tool(string name, string args, string result)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(result);
        return Add(new ToolStep(name, JsonObject(args, nameof(args)), result));
    }

    /// <summary>Sends a message of any kind unchanged. The conversation stores it, unless it has no id or a temporary one.</summary>
    /// <param name="message">The message. For a kind without a record type, use <see cref="UnknownMessage"/>.</param>
    /// <returns>The script.</returns>
    public TurnScript Message(ConversationMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return Add(new MessageStep(MessageWriter.ToElement(message)));
    }

    /// <summary>Waits on the fake's clock.</summary>
    /// <param name="time">How long to wait; zero does not wait.</param>
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

    /// <summary>
    /// Ends the turn with a failure message, as when the model or its worker fails. The status of the response stays 200.
    /// </summary>
    /// <param name="text">The text for the user. Null sends a failure without text and id.</param>
    /// <returns>The script.</returns>
    public TurnScript Fail(string? text = null) => Add(new FailStep(text));

    /// <summary>
    /// Ends the turn with an approval that the user has to decide. Clients read it from the conversation's <c>pending_approvals</c>. It
    /// names the turn's last message of the assistant and the call of the tool in it, where there are any.
    /// </summary>
    /// <param name="proposalId">The id that the decision refers to.</param>
    /// <param name="toolName">The tool that needs the approval.</param>
    /// <param name="preview">What the user sees.</param>
    /// <param name="payload">The proposal as a JSON object. Null: an empty object.</param>
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
    /// <param name="args">The form as a JSON object.</param>
    /// <returns>The script.</returns>
    /// <exception cref="ArgumentException"><paramref name="args"/> is not a JSON object.</exception>
    public TurnScript Form(string toolCallId, string args)
    {
        ArgumentException.ThrowIfNullOrEmpty(toolCallId);
        return Add(new FormStep(toolCallId, JsonObject(args, nameof(args))));
    }

    /// <summary>Sends an event unchanged. The conversation does not store it.</summary>
    /// <param name="name">The name of the event, known or not, without line breaks.</param>
    /// <param name="json">The data. It is not checked, so that a test can send broken JSON. Each line becomes one data line.</param>
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

    /// <summary>Sends bytes unchanged.</summary>
    /// <param name="bytes">Any bytes: half an event, a comment, invalid UTF-8.</param>
    /// <returns>The script.</returns>
    public TurnScript Raw(ReadOnlySpan<byte> bytes) => Add(new BytesStep(bytes.ToArray()));

    /// <summary>Splits every write of this turn, wherever in the script this call is.</summary>
    /// <param name="bytes">The largest write, in bytes.</param>
    /// <returns>The script.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bytes"/> is zero or negative.</exception>
    public TurnScript ChunkEvery(int bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bytes);
        ChunkBytes = bytes;
        return this;
    }

    /// <summary>
    /// Breaks the connection of every reader, without a proper end. The turn continues: the remaining steps are played for the next reader,
    /// and the conversation stays in progress until they are done.
    /// </summary>
    /// <remarks>
    /// The turn waits for the next reader, so that a client has to join it again. The wait ends with a cancel, or after the time that the
    /// service keeps a stream open: 30 minutes on the fake's clock, 60 for research. Directly before <see cref="Pause"/> or
    /// <see cref="Hold"/>, the turn waits for that step and not for a reader: after <c>Cut().Pause(TimeSpan.Zero)</c> the remaining steps
    /// are played at once, without a reader. A cut as the last step ends the turn.
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
