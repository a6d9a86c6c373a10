using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Conversations.Fuzz;
using Conversations.Fuzz.Targets;

// Gives made-up inputs to what reads bytes of others: [--minutes 1] [--seed 1] [--target reader|errors|records|paging]. An input for which
// a promise did not hold is kept in tests/Conversations.Fuzz/Corpus, and the tests try it from then on.
double minutes = double.Parse(args.ValueOf("--minutes") ?? "1", CultureInfo.InvariantCulture);
int seed = int.Parse(args.ValueOf("--seed") ?? "1", CultureInfo.InvariantCulture);
var longest = TimeSpan.FromSeconds(10);
IFuzzTarget[] targets = [.. FuzzTargets.All.Where(target => args.ValueOf("--target") is not { } name || name == target.Name)];
var found = new List<(string Target, string File, string What)>();
var rows = new List<(string Target, long Inputs, TimeSpan Slowest, long Bytes)>();
foreach (IFuzzTarget target in targets)
{
    var mutations = new Mutations(new Random(seed));
    List<byte[]> inputs = [.. target.Seeds, .. FuzzTargets.KeptOf(target).Select(File.ReadAllBytes)];
    var clock = Stopwatch.StartNew();
    TimeSpan limit = TimeSpan.FromMinutes(minutes / targets.Length), slowest = default;
    (long count, long bytes, int wrong) = (0, 0, 0);
    for (; clock.Elapsed < limit && wrong < 5; count++)
    {
        byte[] input = mutations.Next(inputs);
        bytes += input.Length;
        TimeSpan begun = clock.Elapsed;
        string? what;
        try
        {
            what = await target.TryAsync(input).WaitAsync(longest);
        }
        catch (TimeoutException)
        {
            what = $"It takes longer than {longest.TotalSeconds} s.";
        }

        slowest = clock.Elapsed - begun > slowest ? clock.Elapsed - begun : slowest;
        if (what is not null)
        {
            wrong++;
            found.Add((target.Name, Keep(target, input), what));
        }
        else if (count % 50 == 0 && inputs.Count < 2000)
        {
            // Inputs grow further from the usual ones, step by step.
            inputs.Add(input);
        }

        Show(target, count, clock.Elapsed, limit, wrong);
    }

    rows.Add((target.Name, count, slowest, bytes));
}

Console.WriteLine();
Console.WriteLine($"{"target",-10}{"inputs",12}{"MB",8}{"slowest",12}{"wrong",8}");
foreach ((string? target, long inputs, TimeSpan slowest, long bytes) in rows)
{
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{target,-10}{inputs,12:N0}{bytes / 1e6,8:F0}{slowest.TotalMilliseconds,9:F0} ms{found.Count(one => one.Target == target),8}"));
}

foreach ((string? target, string? file, string? what) in found)
{
    Console.WriteLine($"\n{target}: {file}\n{what}");
}

return found.Count == 0 ? 0 : 1;

static string Keep(IFuzzTarget target, byte[] input)
{
    string file = Path.Combine(FuzzTargets.FolderOf(target), Convert.ToHexStringLower(SHA256.HashData(input))[..16]);
    _ = Directory.CreateDirectory(Path.GetDirectoryName(file)!);
    File.WriteAllBytes(file, input);
    return Path.GetRelativePath(Repository.Root, file);
}

static void Show(IFuzzTarget target, long count, TimeSpan passed, TimeSpan limit, int wrong)
{
    if (!Console.IsOutputRedirected && count % 200 == 0)
    {
        Console.Write(string.Create(CultureInfo.InvariantCulture, $"\r{target.Name,-10}{100 * passed / limit,4:F0} %  {count:N0} inputs, {wrong} wrong   "));
    }
}
