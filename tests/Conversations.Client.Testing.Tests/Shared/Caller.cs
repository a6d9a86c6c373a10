using System.Net.Http.Headers;

namespace Conversations.Client.Testing.Tests.Shared;

/// <summary>The credentials of a request.</summary>
public sealed record Caller(string? Bearer = null, string? SessionId = null, string? CsrfToken = null, string? CsrfHeader = null)
{
    /// <summary>Other headers.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    public static Caller Session(int user) => new(null, $"sess-{user}", $"csrf-{user}", $"csrf-{user}");

    public void ApplyTo(HttpRequestHeaders headers)
    {
        if (Bearer is not null)
        {
            headers.TryAddWithoutValidation("Authorization", $"Bearer {Bearer}");
        }

        if (SessionId is not null)
        {
            headers.TryAddWithoutValidation("Cookie", CsrfToken is null ? $"sessionid={SessionId}" : $"sessionid={SessionId}; posthog_csrftoken={CsrfToken}");
        }

        if (CsrfHeader is not null)
        {
            headers.TryAddWithoutValidation("X-CSRFToken", CsrfHeader);
        }

        foreach ((string name, string value) in Headers)
        {
            headers.TryAddWithoutValidation(name, value);
        }
    }
}

/// <summary>The callers of <see cref="Fixtures.People"/>.</summary>
public static class Callers
{
    public static Caller All { get; } = new("phx_all");

    public static Caller TicketReader { get; } = new("phx_tr");

    public static Caller ConversationReader { get; } = new("phx_cr");

    public static Caller ConversationWriter { get; } = new("phx_cw");

    public static Caller OtherUser { get; } = new("phx_u8");

    public static Caller OnlyProject2 { get; } = new("phx_p2");

    public static Caller Outsider { get; } = new("phx_u9");

    public static Caller Nobody { get; } = new();

    public static Caller Session { get; } = Caller.Session(7);
}
