using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Contract.Tickets.Common;

/// <summary>docs/service/tickets.md 1.3: which projects a caller may use.</summary>
public sealed class ProjectAccessTests
{
    [Theory, BothTransports, Rule("docs/service/tickets.md 1.3", Evidence.Code)]
    public async Task A_project_that_is_unknown_or_no_number_is_404(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        foreach (string project in new[] { "42", "abc", "@other", "-1" })
        {
            (await service.GetAsync($"/api/projects/{project}/conversations/tickets/")).IsError(404, "invalid_request", "not_found", "Project not found.");
        }
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 1.3", Evidence.Code)]
    public async Task Who_is_no_member_of_the_project_is_refused(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        (await service.GetAsync(Service.Tickets, Callers.Outsider)).IsForbidden("You don't have access to the project.");
        (await service.GetAsync("/api/projects/3/conversations/tickets/", Callers.Session)).IsForbidden("You don't have access to the project.");
    }

    [Theory, BothTransports, Rule("docs/service/tickets.md 1.3", Evidence.Code)]
    public async Task A_key_of_other_projects_is_refused_with_the_number_of_this_one(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        (await service.GetAsync(Service.Tickets, Callers.OnlyProject2)).IsForbidden("API key does not have access to the requested project: ID 1.");
        _ = (await service.GetAsync("/api/projects/2/conversations/tickets/", Callers.OnlyProject2)).Is(200);
    }
}
