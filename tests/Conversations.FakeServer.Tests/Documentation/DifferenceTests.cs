using System.Text;
using Conversations.Tests;

namespace Conversations.FakeServer.Tests.Documentation;

/// <summary>docs/fake-differences.md agrees with the fake where a test can check it.</summary>
public sealed class DifferenceTests
{
    private static readonly string Text = File.ReadAllText(Repository.PathOf("docs", "fake-differences.md"));

    [Fact]
    public async Task What_is_not_imitated_is_answered_with_501()
    {
        await using Running fake = await Running.StartAsync();
        var id = Guid.NewGuid();
        (await fake.ControlAsync("POST", "seed", $$"""{"conversations":[{"id":"{{id}}","is_sandbox":true}]}""")).Is(200);
        using HttpRequestMessage open = WithSession("POST", $"{Running.Conversations}{id}/open/", "{}");
        using HttpRequestMessage form = Running.Request("POST", Running.Tickets, null, "phx_fake");
        form.Content = new FormUrlEncodedContent([new("status", "open")]);
        using HttpRequestMessage multipart = Running.Request("POST", Running.Tickets, null, "phx_fake");
        multipart.Content = new MultipartFormDataContent { { new StringContent("open"), "status" } };

        foreach (HttpRequestMessage request in (HttpRequestMessage[])[open, form, multipart])
        {
            using HttpResponseMessage response = await fake.Http.SendAsync(request);
            Assert.Equal((501, "not_imitated"), ((int)response.StatusCode, (await Answer.ReadAsync(response)).Json.Text("code")));
        }

        Assert.Contains("not_imitated", Text, StringComparison.Ordinal);
        Assert.Contains("/open/", Text, StringComparison.Ordinal);
        Assert.Contains("multipart", Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_texts_that_are_the_fakes_own_are_listed()
    {
        await using Running fake = await Running.StartAsync();
        var id = Guid.NewGuid();
        using (await (await fake.TurnAsync(id, cookie: "sessionid=sess-fake; posthog_csrftoken=csrf-fake")).ToEndAsync())
        {
        }

        using HttpRequestMessage queue = WithSession("POST", $"{Running.Conversations}{id}/queue/", """{"content":"x"}""");
        using HttpResponseMessage queued = await fake.Http.SendAsync(queue);
        string tags = string.Join(',', Enumerable.Range(0, 100).Select(static number => $"\"{number}\""));
        string ids = string.Join(',', Enumerable.Range(0, 101).Select(static _ => $"\"{Guid.NewGuid()}\""));
        using HttpRequestMessage bulk = WithSession("POST", Running.Tickets + "bulk_update_tags/", $$"""{"ids":[{{ids}}],"action":"add","tags":[{{tags}}]}""");
        using HttpResponseMessage changed = await fake.Http.SendAsync(bulk);

        Lists(await Answer.ReadAsync(queued), 409);
        Lists(await fake.CallAsync("GET", Running.Tickets, key: "pha_nobody"), 401);
        Lists(await Answer.ReadAsync(changed), 400);
        Assert.StartsWith("JSON parse error - Expecting value: line 1 column ", (await fake.CallAsync("POST", Running.Tickets, "{")).Is(400).Json.Text("detail"), StringComparison.Ordinal);

        static void Lists(Answer answer, int status) =>
            Assert.Contains($"| {answer.Is(status).Json.Text("detail")} |", Text, StringComparison.Ordinal);
    }

    private static HttpRequestMessage WithSession(string method, string path, string body)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("Cookie", "sessionid=sess-fake; posthog_csrftoken=csrf-fake");
        request.Headers.Add("X-CSRFToken", "csrf-fake");
        return request;
    }
}
