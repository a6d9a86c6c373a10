using System.Text.Json.Serialization;

namespace Conversations.FakeServer.Control;

/// <summary>A control request is invalid. It is answered with 400, the text and the place, and nothing was changed.</summary>
internal sealed class ControlMistake(string message, string path) : Exception(message)
{
    public string Path { get; } = path;
}

[JsonSerializable(typeof(string))]
internal sealed partial class ControlJsonContext : JsonSerializerContext;
