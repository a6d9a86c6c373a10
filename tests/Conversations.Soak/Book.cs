using System.Globalization;

namespace Conversations.Soak;

/// <summary>How a change ended, as its caller was told.</summary>
internal enum Change
{
    /// <summary>It was made.</summary>
    Done,

    /// <summary>It was not made.</summary>
    Not,

    /// <summary>It may have been made: OutcomeIsUnknown, or cancelled by the caller.</summary>
    Unknown,
}

/// <summary>What the clients' side writes down of each sending and each change. On disk, so that it does not look like a leak.</summary>
internal sealed class Book(string path) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly StreamWriter _file = new(path);
    private int _marks;

    /// <summary>A mark that no other text has.</summary>
    public string NextMark(char kind) => string.Create(CultureInfo.InvariantCulture, $"{kind}{Interlocked.Increment(ref _marks)}");

    /// <summary>A request was handed to the transport.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="result">The status, or why there is none.</param>
    public void Sent(long number, string operation, string result) => Write($"sent {number} {operation} {result}");

    /// <summary>Something was stored under a mark, or was not.</summary>
    public void Made(string mark, Change how) => Write($"made {mark} {how}");

    /// <summary>What has a mark was removed, or was not.</summary>
    public void Removed(string mark, Change how) => Write($"gone {mark} {how}");

    /// <summary>The only tag of a ticket was set, or was not.</summary>
    public void Tagged(int ticket, string mark, Change how) => Write(string.Create(CultureInfo.InvariantCulture, $"tagged {ticket} {mark} {how}"));

    public void Flush()
    {
        lock (_gate)
        {
            _file.Flush();
        }
    }

    public void Dispose() => _file.Dispose();

    private void Write(string line)
    {
        lock (_gate)
        {
            _file.WriteLine(line);
        }
    }
}
