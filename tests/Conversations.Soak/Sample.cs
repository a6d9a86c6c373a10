using System.Diagnostics;

namespace Conversations.Soak;

/// <summary>What the process holds while the load stands still and the garbage has been collected.</summary>
internal sealed record Sample
{
    public TimeSpan At { get; init; }

    /// <summary>How many calls the load has made.</summary>
    public long Calls { get; init; }

    /// <summary>The managed memory, in bytes.</summary>
    public long Heap { get; init; }

    public long WorkingSet { get; init; }

    public int Threads { get; init; }

    public long Timers { get; init; }

    /// <summary>The open files by what they are; null where the system does not tell.</summary>
    public IReadOnlyDictionary<string, int>? Files { get; init; }

    public long OpenStreams { get; init; }

    public long OpenSpans { get; init; }

    public int OpenBodies { get; init; }

    public long PendingWork { get; init; }

    public int? Sockets => Files?.GetValueOrDefault("socket");

    /// <summary>Whether nothing of a call or a stream is left.</summary>
    public bool IsQuiet => OpenStreams == 0 && OpenSpans == 0 && OpenBodies == 0;

    /// <summary>Collects the garbage and looks. Nobody calls meanwhile.</summary>
    /// <param name="telemetry">The clients' own counts.</param>
    /// <param name="isDone">Whether what was to end has ended; looked at again for some seconds, because closing takes its time.</param>
    public static async Task<Sample> TakeAsync(Telemetry telemetry, Func<Sample, bool> isDone)
    {
        var patience = Stopwatch.StartNew();
        while (true)
        {
            // What finalizers let go is garbage of the next round.
            for (int round = 0; round < 3; round++)
            {
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
                GC.WaitForPendingFinalizers();
            }

            Sample sample = Look(telemetry);
            if (isDone(sample) || patience.Elapsed > TimeSpan.FromSeconds(10))
            {
                return sample;
            }

            await Task.Delay(100);
        }
    }

    private static Sample Look(Telemetry telemetry)
    {
        using var self = Process.GetCurrentProcess();
        return new()
        {
            Heap = GC.GetTotalMemory(forceFullCollection: false),
            WorkingSet = self.WorkingSet64,
            Threads = self.Threads.Count,
            Timers = Timer.ActiveCount,
            Files = OpenFiles(),
            OpenStreams = telemetry.OpenStreams,
            OpenSpans = telemetry.OpenSpans,
            OpenBodies = SendingHandler.OpenBodies,
            PendingWork = ThreadPool.PendingWorkItemCount,
        };
    }

    private static Dictionary<string, int>? OpenFiles()
    {
        const string folder = "/proc/self/fd";
        if (!Directory.Exists(folder))
        {
            return null;
        }

        Dictionary<string, int> files = [];
        foreach (string file in Directory.EnumerateFileSystemEntries(folder))
        {
            string? target = null;
            try
            {
                target = new FileInfo(file).LinkTarget;
            }
            catch (IOException)
            {
            }

            // Such as socket:[123], pipe:[124], anon_inode:[eventpoll], and paths. The listing itself has been closed when it is looked at.
            // Assemblies stay open, and are loaded when something needs them for the first time.
            if (target is not null && Path.GetExtension(target) is not (".dll" or ".pdb" or ".so"))
            {
                string kind = target.StartsWith("anon_inode:", StringComparison.Ordinal) ? target : target.Split(':')[0];
                files[kind] = files.GetValueOrDefault(kind) + 1;
            }
        }

        return files;
    }
}
