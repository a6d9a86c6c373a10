using System.Net.Http.Headers;
using System.Text;

namespace Conversations.Conformance.Running;

/// <summary>
/// A running check: how it calls the service, and what it has made there. Everything it made is removed, whatever happens.
/// </summary>
public sealed class Check
{
    private readonly Target _target;
    private readonly HttpClient _http;
    private readonly Stack<(string What, Func<Task> Remove)> _made = [];

    internal Check(Target target, IConversationsClient client, HttpClient http) => (_target, Client, _http) = (target, client, http);

    public IConversationsClient Client { get; }

    public string Tickets => $"/api/projects/{_target.ProjectId}/conversations/tickets/";

    public string Views => $"/api/environments/{_target.ProjectId}/conversations/views/";

    public string Conversations => $"/api/environments/{_target.ProjectId}/conversations/";

    /// <summary>Scheme and authority, as in the links between pages.</summary>
    public string Origin => _target.Address.GetLeftPart(UriPartial.Authority);

    /// <summary>A new name that tells anybody who finds it where it comes from.</summary>
    public static string NewName() => $"conformance check {Guid.NewGuid():N}";

    /// <summary>Ends the check as not applicable: this service may behave as it does.</summary>
    public static Exception NotApplicable(string reason) => new NotApplicableException(reason);

    /// <summary>Registers how to remove something that the check has made.</summary>
    public void RemoveLater(string what, Func<Task> remove) => _made.Push((what, remove));

    /// <summary>Makes a view that is removed when the check ends.</summary>
    public async Task<TicketView> MakeViewAsync(TicketViewFilters? filters = null)
    {
        TicketView view = await Client.Views.CreateAsync(NewName(), filters);
        RemoveLater($"view {view.ShortId}", () => Client.Views.DeleteAsync(view.ShortId));
        return view;
    }

    /// <summary>Sends a request without the client, to check the wire format itself.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">Path and query.</param>
    /// <param name="body">The body, sent as JSON unless <paramref name="contentType"/> says otherwise.</param>
    /// <param name="key">The key to use in place of the target's; empty for none.</param>
    /// <param name="accept">The Accept header.</param>
    /// <param name="contentType">The body's type.</param>
    /// <param name="isMistake">Whether the call breaks the contract on purpose.</param>
    public async Task<Answer> SendAsync(
        HttpMethod method, string path, string? body =
            null, string? key = null, string accept = "application/json", string contentType = "application/json", bool isMistake = false)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Accept.ParseAdd(accept);
        request.Options.Set(ProxyHandler.IsMistake, isMistake);
        if (key != "")
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key ?? _target.Key);
        }

        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, contentType);
        }

        using HttpResponseMessage response = await _http.SendAsync(request);
        var answer = new Answer((int)response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers);
        return answer switch
        {
            { Status: 429 } => throw NotApplicable($"the service limits calls just now: {answer.Text}"),
            { Status: 402 } => throw NotApplicable($"there are no AI credits left: {answer.Text}"),
            { Status: 403 } when answer.Text.Contains("missing required scope", StringComparison.Ordinal) => throw NotApplicable($"of the key: {answer.Text}"),
            _ => answer,
        };
    }

    public Task<Answer> GetAsync(string path, bool isMistake = false) => SendAsync(HttpMethod.Get, path, isMistake: isMistake);

    /// <summary>Removes everything that was made, newest first. Names what cannot be removed, so that a person can remove it.</summary>
    internal async Task CleanAsync()
    {
        var left = new List<Exception>();
        while (_made.TryPop(out (string What, Func<Task> Remove) made))
        {
            try
            {
                await made.Remove();
            }
            catch (ConversationsNotFoundException)
            {
                // The check has already removed it.
            }
            catch (Exception error)
            {
                left.Add(new InvalidOperationException($"{made.What} is left behind; remove it by hand.", error));
            }
        }

        if (left.Count > 0)
        {
            throw new AggregateException(left);
        }
    }
}

/// <summary>This service may behave as it does, so the check does not apply.</summary>
internal sealed class NotApplicableException(string reason) : Exception(reason);
