namespace Conversations.Client.Pipeline;

/// <summary>
/// Sends calls for conversations and views to <c>/api/projects/</c>, if the options say so (docs/service/conversations.md 1.1). A path that
/// the application wrote stays as it is.
/// </summary>
internal sealed class ProjectsPrefixHandler : DelegatingHandler
{
    private const string Environments = "/api/environments/";
    private const string Projects = "/api/projects/";

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Uri address = request.RequestUri!;
        if (address.AbsolutePath.StartsWith(Environments, StringComparison.Ordinal) && !LogicalCall.Required(request).IsRaw)
        {
            request.RequestUri = new Uri(address, Projects + address.PathAndQuery[Environments.Length..]);
        }

        return base.SendAsync(request, cancellationToken);
    }
}
