using System.Net;
using System.Text;
using System.Text.Json;

namespace Conversations.Client.Testing.Tests.Shared;

/// <summary>The response of a turn, read byte by byte as it arrives.</summary>
public sealed class TurnStream(HttpResponseMessage response) : IDisposable
{
    // Only a broken test waits this long.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly List<byte> _bytes = [];
    private Stream? _body;

    public HttpResponseMessage Response { get; } = response;

    public bool WasCut { get; private set; }

    public string Text => Encoding.UTF8.GetString(_bytes.ToArray());

    public IReadOnlyList<string> Blocks => [.. Text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries)];

    public IReadOnlyList<(string Name, JsonElement Data)> Events =>
    [
        .. Text.Split("\n\n")[..^1]
            .Where(block => !block.StartsWith(':'))
            .Select(block => block.Split('\n'))
            .Select(lines => (lines[0]["event: ".Length..], JsonSerializer.Deserialize<JsonElement>(lines[1]["data: ".Length..]))),
    ];

    public IReadOnlyList<JsonElement> Messages => [.. Events.Where(item => item.Name == "message").Select(item => item.Data)];

    public IReadOnlyList<JsonElement> Finished =>
        [
            .. Messages.Where(message =>
                message.TryGetProperty("id", out JsonElement id) && !id.GetString()!.StartsWith("temp-", StringComparison.Ordinal)),
        ];

    public async Task<TurnStream> ToEndAsync()
    {
        Assert.Equal(HttpStatusCode.OK, Response.StatusCode);
        while (await ReadAsync())
        {
        }

        return this;
    }

    public async Task<TurnStream> UntilAsync(Func<TurnStream, bool> isThere)
    {
        while (!isThere(this))
        {
            Assert.True(await ReadAsync(), $"The stream ended early: {Text}");
        }

        return this;
    }

    /// <summary>The response to a send that was refused.</summary>
    public Task<Answer> AnswerAsync() => Answer.ReadAsync(Response);

    public void Dispose()
    {
        _body?.Dispose();
        Response.Dispose();
    }

    private async Task<bool> ReadAsync()
    {
        _body ??= await Response.Content.ReadAsStreamAsync();
        using var patience = new CancellationTokenSource(Patience);
        byte[] buffer = new byte[256];
        try
        {
            int count = await _body.ReadAsync(buffer, patience.Token);
            _bytes.AddRange(buffer.AsSpan(0, count));
            return count > 0;
        }
        catch (IOException)
        {
            WasCut = true;
            return false;
        }
    }
}
