using System.Text;
using Conversations.Client;

namespace Conversations.Fuzz.Targets;

/// <summary>
/// Pages, one after the other, with an empty line between two. A list of them ends, in an exception of the package if not at its end, and
/// never asks another host.
/// </summary>
internal sealed class PagingTarget : IFuzzTarget
{
    private const int MostItems = 5000;

    public string Name => "paging";

    public IReadOnlyList<byte[]> Seeds { get; } =
    [
        .. new[]
        {
            """{"count":3,"next":"https://us.posthog.com/api/projects/1/conversations/tickets/?limit=1&offset=1","previous":null,"results":[{"id":"0197cccc-0000-7000-8000-000000000001","ticket_number":1}]}""" + "\n\n"
                + """{"count":3,"next":"https://us.posthog.com/api/projects/1/conversations/tickets/?limit=1&offset=2","previous":null,"results":[{"id":"0197cccc-0000-7000-8000-000000000002","ticket_number":2}]}""" + "\n\n"
                + """{"count":3,"next":null,"previous":null,"results":[{"id":"0197cccc-0000-7000-8000-000000000003","ticket_number":3}]}""",
            """{"count":9,"next":"/api/projects/1/conversations/tickets/?offset=100","results":[]}""" + "\n\n" + """{"count":0,"next":"https://evil.example/","results":[]}""",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    public async Task<string?> TryAsync(byte[] input)
    {
        byte[][] pages = [.. Split(input)];
        int foreign = 0;
        int asked = 0;
        using var service = new AnsweringHandler(request =>
        {
            foreign += request.RequestUri!.Host == "us.posthog.com" ? 0 : 1;
            return AnsweringHandler.Of(200, pages[asked++ % pages.Length]);
        });
        using var client = new ConversationsClient(new() { ProjectId = "1", ApiKey = "phx_a", Retry = { MaxAttempts = 1 } }, service);
        int items = 0;
        try
        {
            await foreach (Ticket ticket in client.Tickets.ListAsync().ConfigureAwait(false))
            {
                _ = ticket.ToString();
                if (++items > MostItems)
                {
                    return $"The list goes on after {items} tickets.";
                }
            }
        }
        catch (ConversationsException)
        {
            // Says what is wrong with the list.
        }
        catch (Exception exception)
        {
            return exception.ToString();
        }

        return foreign > 0 ? "Another host was asked." : null;
    }

    private static IEnumerable<byte[]> Split(byte[] input)
    {
        int start = 0;
        for (int end; (end = input.AsSpan(start).IndexOf("\n\n"u8)) >= 0; start += end + 2)
        {
            yield return input[start..(start + end)];
        }

        yield return input[start..];
    }
}
