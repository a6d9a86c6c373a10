using System.Text.Json.Serialization;

namespace Conversations.NativeAot;

/// <summary>What the service counts.</summary>
internal sealed record UnreadTotal(int Count);

/// <summary>A message, as the service takes it.</summary>
internal sealed record Question(string Content, Guid Conversation, Guid TraceId);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(UnreadTotal))]
[JsonSerializable(typeof(Question))]
internal sealed partial class RawJson : JsonSerializerContext;
