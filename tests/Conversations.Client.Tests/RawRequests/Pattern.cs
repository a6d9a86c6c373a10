using System.Text.Json.Serialization;

namespace Conversations.Client.Tests.RawRequests;

/// <summary>What an endpoint that the package lacks sends and takes, as an application would write it.</summary>
internal sealed record Pattern(string Name, int Count);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Pattern))]
internal sealed partial class PatternJson : JsonSerializerContext;
