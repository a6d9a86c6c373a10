namespace Conversations.Client.Testing.Routing;

/// <summary>
/// The newest service handles <c>/api/environments/…</c> like <c>/api/projects/…</c>, in-process and without a redirect
/// (docs/service/tickets.md 1.1).
/// </summary>
internal static class EnvironmentsRewrite
{
    private const string Old = "/api/environments/";
    private const string New = "/api/projects/";

    public static string SuccessorOf(string path) => path.StartsWith(Old, StringComparison.Ordinal) ? New + path[Old.Length..] : path;
}
