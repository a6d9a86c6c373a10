using System.Diagnostics;
using System.Globalization;

namespace Conversations.Soak.Service;

/// <summary>The process of <see cref="FakeSide"/>, seen from the clients.</summary>
internal sealed class FakeProcess : IDisposable
{
    private readonly Process _process;
    private readonly SemaphoreSlim _turn = new(1);

    private FakeProcess(Process process) => _process = process;

    public Uri Address { get; private set; } = null!;

    public static async Task<FakeProcess> StartAsync(int seed, string arrivals)
    {
        var start = new ProcessStartInfo(
            "dotnet", [typeof(FakeProcess).Assembly.Location, "fake", seed.ToString(CultureInfo.InvariantCulture), arrivals])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var fake = new FakeProcess(Process.Start(start)!);
        string? first = await fake._process.StandardOutput.ReadLineAsync();
        fake.Address = new Uri(first ?? throw new InvalidOperationException("The process of the fake did not start."));
        return fake;
    }

    public async Task<string> AskAsync(string line)
    {
        await _turn.WaitAsync();
        try
        {
            await _process.StandardInput.WriteLineAsync(line);
            return await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The process of the fake ended.");
        }
        finally
        {
            _ = _turn.Release();
        }
    }

    /// <summary>Scripts the next turn of a conversation.</summary>
    public Task ScriptAsync(Guid conversation, int number, bool isLong) => AskAsync(string.Create(CultureInfo.InvariantCulture, $"turn {conversation} {number} {(isLong ? "long" : "short")}"));

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
        _turn.Dispose();
    }
}
