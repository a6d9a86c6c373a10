using System.Globalization;
using Conversations.Client.Testing;

namespace Conversations.Soak.Service;

/// <summary>
/// Writes down each request that the fake has recorded, by the number that it was sent with, before the fake drops it.
/// </summary>
internal sealed class Arrivals : IDisposable
{
    /// <summary>How many requests the fake keeps: far more than arrive between two looks.</summary>
    public const int Kept = 10_000;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(200);

    private readonly FakeConversationsServer _fake;
    private readonly StreamWriter _file;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _looking;
    private RecordedRequest? _last;
    private long _written;

    public Arrivals(FakeConversationsServer fake, string path)
    {
        (_fake, _file) = (fake, new StreamWriter(path));
        _looking = LookAsync();
    }

    public void Dispose()
    {
        _file.Dispose();
        _end.Dispose();
    }

    /// <summary>Writes the rest.</summary>
    /// <returns>How many requests arrived, and how many were written down.</returns>
    public async Task<string> EndAsync()
    {
        await _end.CancelAsync();
        await _looking;
        Write();
        await _file.FlushAsync();
        return string.Create(CultureInfo.InvariantCulture, $"{_fake.Requests.Count + _fake.Requests.Dropped} {_written}");
    }

    private async Task LookAsync()
    {
        await Task.Yield();
        using var timer = new PeriodicTimer(BetweenLooks);
        try
        {
            while (await timer.WaitForNextTickAsync(_end.Token))
            {
                Write();
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private void Write()
    {
        List<RecordedRequest> kept = [.. _fake.Requests];
        int known = kept.FindLastIndex(request => ReferenceEquals(request, _last));
        foreach (RecordedRequest request in kept.Skip(known + 1))
        {
            _written++;
            if (request.Headers.TryGetValue(SendingHandler.Header, out string? number))
            {
                _file.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{number} {request.Method} {request.Status}"));
            }
        }

        _last = kept.LastOrDefault();
    }
}
