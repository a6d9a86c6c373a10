using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Xunit.Abstractions;

namespace Conversations.Client.Testing.Tests.Properties;

/// <summary>
/// Random requests, made from openapi.json, against the fake. Each answer has to be one that openapi.json describes. The seed is fixed;
/// CONTRIBUTING says how to take another one, and more requests.
/// </summary>
public sealed class RandomRequestTests(ITestOutputHelper output)
{
    private const int Requests = 2000;
    private const ulong Seed = 14_000_605;
    private const ulong Stream = 2_024_061;

    private readonly ConcurrentDictionary<(string Operation, int Status), int> _seen = new();

    [Fact]
    public void No_request_gets_an_answer_that_the_contract_does_not_describe()
    {
        ulong seed = ulong.Parse(Environment.GetEnvironmentVariable("PROPERTY_SEED") ?? $"{Seed}", CultureInfo.InvariantCulture);
        int requests = int.Parse(Environment.GetEnvironmentVariable("PROPERTY_REQUESTS") ?? $"{Requests}", CultureInfo.InvariantCulture);
        Config config = Config.QuickThrowOnFailure.WithMaxTest(requests / Visit.Length).WithQuietOnSuccess(true).WithReplay(seed, Stream);
        try
        {
            Check.One(config, Prop.ForAll(AnyRequest.Visits(), VisitAsync));
        }
        finally
        {
            output.WriteLine($"PROPERTY_SEED={seed} PROPERTY_REQUESTS={requests}");
            output.WriteLine(Table());
        }
    }

    private async Task VisitAsync(Visit visit)
    {
        await using World world = await World.OpenAsync(visit.IsCurrent ? ServiceVersion.Current : ServiceVersion.Legacy);
        foreach (PlannedRequest planned in visit.Requests)
        {
            world.Wait(planned.Before);
            bool mayWrite = planned.Method is not ("GET" or "HEAD" or "OPTIONS" or "TRACE");
            string before = mayWrite ? await world.ShowAsync(planned) : "";
            Exchange exchange = await world.SendAsync(planned);
            _ = _seen.AddOrUpdate((exchange.Operation?.Name ?? "none", exchange.Status), 1, static (_, count) => count + 1);
            List<string> findings = [.. Judge.Findings(exchange)];
            if (mayWrite && exchange.Status >= 400 && !Listed.Traces.Any(rule => rule.Explains(exchange)))
            {
                string after = await world.ShowAsync(planned);
                findings.AddRange(before == after ? [] : [$"It was refused but changed\n{before}to\n{after}"]);
            }

            Assert.True(findings.Count == 0, $"{string.Join("\n", findings)}\n\n{exchange}");
        }
    }

    private string Table()
    {
        int[] statuses = [.. _seen.Keys.Select(static key => key.Status).Distinct().Order()];
        StringBuilder table = new StringBuilder().AppendLine(CultureInfo.InvariantCulture, $"{"operation",-32}{string.Concat(statuses.Select(static status => $"{status,6}"))}");
        foreach (string operation in _seen.Keys.Select(static key => key.Operation).Distinct().Order(StringComparer.Ordinal))
        {
            _ = table.AppendLine(CultureInfo.InvariantCulture, $"{operation,-32}{string.Concat(statuses.Select(status => $"{_seen.GetValueOrDefault((operation, status)),6}"))}");
        }

        return table.ToString();
    }
}
