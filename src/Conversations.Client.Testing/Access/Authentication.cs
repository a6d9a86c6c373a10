using System.Text.Json;
using Conversations.Client.Testing.Exchange;
using Conversations.Client.Testing.State;

namespace Conversations.Client.Testing.Access;

/// <summary>
/// Finds out who calls: bearer key or token, then a key in the body or the query, then the session cookie
/// (docs/service/conversations.md 1.3).
/// </summary>
internal static class Authentication
{
    private const string BearerPrefix = "Bearer ";
    private const string OAuthPrefix = "pha_";
    private const string KeyParameter = "personal_api_key";

    public static Caller Authenticate(FakeState state, FakeRequest request)
    {
        CredentialRow credential = FromHeader(state, request)
            ?? FromBody(state, request)
            ?? FromQuery(state, request)
            ?? FromSession(state, request)
            ?? throw Unauthenticated(state, request, "not_authenticated", "Authentication credentials were not provided.");

        return new Caller(state.Directory.Users[credential.User], credential);
    }

    private static CredentialRow? FromHeader(FakeState state, FakeRequest request)
    {
        if (request.Header("Authorization") is not { } header || !header.StartsWith(BearerPrefix, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        string secret = header[BearerPrefix.Length..].Trim();
        return state.Directory.Credential(CredentialKind.OAuthToken, secret)
            ?? state.Directory.Credential(CredentialKind.PersonalApiKey, secret)
            ?? throw (secret.StartsWith(OAuthPrefix, StringComparison.Ordinal)
                ? Unauthenticated(state, request, "authentication_failed", "Invalid access token.")
                : InvalidKey(state, request, "Authorization header"));
    }

    private static CredentialRow? FromBody(FakeState state, FakeRequest request) =>
        JsonBody.TryParse(request.Body, out JsonElement body, out _)
            && body.ValueKind == JsonValueKind.Object
            && body.TryGetProperty(KeyParameter, out JsonElement key)
            && key.ValueKind == JsonValueKind.String
            ? Key(state, request, key.GetString()!, "body")
            : null;

    private static CredentialRow? FromQuery(FakeState state, FakeRequest request) =>
        QueryParameters.Parse(request.Query).Last(KeyParameter) is { } key ? Key(state, request, key, "query string") : null;

    private static CredentialRow Key(FakeState state, FakeRequest request, string key, string place) =>
        state.Directory.Credential(CredentialKind.PersonalApiKey, key) ?? throw InvalidKey(state, request, place);

    private static CredentialRow? FromSession(FakeState state, FakeRequest request)
    {
        Dictionary<string, string> cookies = Cookies(request.Header("Cookie"));
        if (!cookies.TryGetValue("sessionid", out string? sessionId)
            || state.Directory.Credential(CredentialKind.Session, sessionId) is not { } session)
        {
            return null;
        }

        bool isSafe = request.Method is "GET" or "HEAD" or "OPTIONS" or "TRACE";
        if (!isSafe && cookies.GetValueOrDefault("posthog_csrftoken") != session.CsrfToken)
        {
            throw Refusal.Forbidden("CSRF Failed: CSRF cookie not set.");
        }

        if (!isSafe && request.Header("X-CSRFToken") != session.CsrfToken)
        {
            throw Refusal.Forbidden(request.Header("X-CSRFToken") is null
                ? "CSRF Failed: CSRF token missing."
                : "CSRF Failed: CSRF token from the 'X-Csrftoken' HTTP header incorrect.");
        }

        return session;
    }

    private static Dictionary<string, string> Cookies(string? header)
    {
        Dictionary<string, string> cookies = [];
        foreach (string part in (header ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
            {
                cookies[part[..equals]] = part[(equals + 1)..];
            }
        }

        return cookies;
    }

    private static Refusal InvalidKey(FakeState state, FakeRequest request, string place) =>
        Unauthenticated(state, request, "authentication_failed", $"Personal API key found in request {place} is invalid.");

    private static Refusal Unauthenticated(FakeState state, FakeRequest request, string code, string detail) =>
        Refusal.Unauthenticated(code, detail, state.IsCurrent, request.Origin);
}
