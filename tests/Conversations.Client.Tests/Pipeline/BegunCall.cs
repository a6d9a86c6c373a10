using Conversations.Client.Pipeline;
using Conversations.Client.Pipeline.Hosts;

namespace Conversations.Client.Tests.Pipeline;

/// <summary>A call as it is when it enters the pipeline, for tests of a single part of it.</summary>
internal static class BegunCall
{
    private static readonly Uri Origin = new("https://stub.example");

    public static HttpRequestMessage Request(HttpMethod method, string path) =>
        new(method, new Uri(Origin, $"/api/projects/1/conversations/{path}"));

    public static LogicalCall Of(HttpRequestMessage request, RepeatedCalls byHost = RepeatedCalls.None) => LogicalCall.Begin(
        request,
        ConversationsCredential.PersonalApiKey("phx_1"),
        new(Origin, 1024, TimeProvider.System, TimeSpan.FromSeconds(100), Telemetry: null, byHost));
}
