// Measures what the client costs compared to raw HttpClient. benchmarks/run builds and runs it, and explains the arguments.
using Conversations.Benchmarks;
using Conversations.Benchmarks.Wire;

if (args is ["serve"])
{
    await Loopback.ServeAsync();
    return 0;
}

if (Arguments.Read(args) is not { } arguments)
{
    await Console.Error.WriteLineAsync($"Usage: benchmarks/run [quick] [--rounds N] [--processes N] [--check] [--allocs] [scenario…], where a scenario is one of {string.Join(", ", Scenarios.All.Select(scenario => scenario.Name))}.");
    return 2;
}

if (arguments.Allocations)
{
    await Allocations.RunAsync(arguments.Scenarios);
    return 0;
}

IReadOnlyList<Result> results = arguments.Processes == 1
    ? await Race.RunAsync(arguments.Scenarios, arguments.Rounds)
    : await Processes.RunAsync(arguments);
Report.Write(arguments, results);
return arguments.Check && results.Any(result => result.Missed.Count > 0) ? 1 : 0;
