using System.Diagnostics.Metrics;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Conversations.Client.Telemetry;
using Conversations.Tests.Architecture;
using Microsoft.Extensions.Logging;

namespace Conversations.Client.Tests.Telemetry;

/// <summary>docs/telemetry.md and the dashboard name what there is, and all of it.</summary>
public sealed partial class TelemetryDocumentTests
{
    private static readonly string Document = File.ReadAllText(Repository.PathOf("docs/telemetry.md"));
    private static readonly string Dashboard = File.ReadAllText(Repository.PathOf("docs/telemetry/dashboard.json"));

    private static IReadOnlyList<Instrument> Instruments { get; } = Read();

    private static IEnumerable<string> Names => new[] { typeof(Conventions.Tags), typeof(Conventions.Events), typeof(Conventions.Metrics) }
        .SelectMany(static type => type.GetFields(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly))
        .Select(static constant => (string)constant.GetRawConstantValue()!);

    [Fact]
    public void Every_name_in_the_document_exists() => Findings.None(
        Quoted().Matches(Document)
            .Select(static match => match.Groups["it"].Value)
            .Distinct()
            .Where(static name => ConventionName().IsMatch(name) && name is not "http.client.request.duration")
            .Except(Names),
        "Mend the names in docs/telemetry.md:");

    [Fact]
    public void Every_name_is_in_the_document() => Findings.None(
        Names.Where(static name => !Document.Contains($"`{name}`", StringComparison.Ordinal)), "Say in docs/telemetry.md what these are:");

    [Fact]
    public void Every_name_of_a_metric_is_an_instrument_of_the_meter() => Assert.Equal(
        typeof(Conventions.Metrics).GetFields()
            .Select(static constant => (string)constant.GetRawConstantValue()!)
            .Order(StringComparer.Ordinal),
        Instruments.Select(static instrument => instrument.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_line_of_the_log_is_in_the_document_with_its_number_and_level()
    {
        IEnumerable<string> lines = typeof(ClientLog).GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Select(static method => (method.Name, Line: method.GetCustomAttribute<LoggerMessageAttribute>()))
            .Where(static method => method.Line is not null)
            .OrderBy(static method => method.Line!.EventId)
            .Select(static method => $"{method.Line!.EventId}|{method.Name}|{method.Line.Level}");

        Assert.Equal(
            lines,
            LogRow().Matches(Document).Select(static row => $"{row.Groups["id"].Value}|{row.Groups["name"].Value}|{row.Groups["level"].Value}"));
    }

    [Fact]
    public void A_line_that_may_carry_content_says_so_and_is_written_at_trace_and_no_other_takes_a_text_of_the_service() => Assert.All(
        typeof(ClientLog).GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Where(static method => method.GetCustomAttribute<LoggerMessageAttribute>() is not null),
        static method => Assert.Equal(
            method.GetParameters().Any(static parameter => parameter.Name is "data" or "text" or "content" or "body"),
            method.Name.Contains("Sensitive", StringComparison.Ordinal)
                && method.GetCustomAttribute<LoggerMessageAttribute>()!.Level == LogLevel.Trace));

    [Fact]
    public void The_dashboard_is_one_for_Grafana_with_a_query_for_each_panel()
    {
        using var dashboard = JsonDocument.Parse(Dashboard);
        JsonElement[] panels = [.. dashboard.RootElement.GetProperty("panels").EnumerateArray()];
        Assert.True(panels.Length >= 10);
        Assert.Equal(panels.Length, panels.Select(static panel => panel.GetProperty("id").GetInt32()).Distinct().Count());
        Assert.All(panels, static panel => Assert.NotEmpty(panel.GetProperty("targets").EnumerateArray()));
    }

    [Fact]
    public void Every_metric_and_every_label_of_the_dashboard_and_the_alerts_exists()
    {
        HashSet<string> metrics = [.. Instruments.SelectMany(SpelledForPrometheus)];
        HashSet<string> labels = [.. Names.Select(static name => name.Replace('.', '_')), "le"];
        string[] expressions = [.. Expressions()];

        Assert.NotEmpty(expressions);
        Assert.All(expressions, expression =>
        {
            Assert.NotEmpty(MetricName().Matches(expression));
            Assert.All(MetricName().Matches(expression), match => Assert.Contains(match.Value, metrics));
            IEnumerable<string> used = Grouping().Matches(expression)
                .SelectMany(static match => match.Groups["it"].Value.Split(',', StringSplitOptions.TrimEntries))
                .Concat(Matcher().Matches(expression).Select(static match => match.Groups["it"].Value));
            Assert.All(used, label => Assert.Contains(label, labels));
        });
    }

    [Fact]
    public void Every_instrument_is_on_the_dashboard()
    {
        string all = string.Join('\n', Expressions());
        Assert.All(Instruments, instrument =>
            Assert.Contains(SpelledForPrometheus(instrument), name => Regex.IsMatch(all, $@"\b{name}\b", RegexOptions.None, TimeSpan.FromSeconds(5))));
    }

    private static IEnumerable<string> Expressions()
    {
        using var dashboard = JsonDocument.Parse(Dashboard);
        return
        [
            .. dashboard.RootElement.GetProperty("panels").EnumerateArray()
                .SelectMany(static panel => panel.GetProperty("targets").EnumerateArray())
                .Select(static target => target.GetProperty("expr").GetString()!),
            .. Quoted().Matches(Document).Select(static match => match.Groups["it"].Value)
                .Where(static code => code.Contains('(', StringComparison.Ordinal) && MetricName().IsMatch(code)),
        ];
    }

    /// <summary>The names that an instrument has in Prometheus: the unit in words, and what the kind adds.</summary>
    private static IEnumerable<string> SpelledForPrometheus(Instrument instrument)
    {
        string name = instrument.Name.Replace('.', '_') + (instrument.Unit == "s" ? "_seconds" : "");
        return instrument.GetType().Name.Split('`')[0] switch
        {
            "Counter" => [$"{name}_total"],
            "Histogram" => [$"{name}_bucket", $"{name}_count", $"{name}_sum"],
            _ => [name],
        };
    }

    private static List<Instrument> Read()
    {
        List<Instrument> instruments = [];
        using var meter = new Meter("instruments of the document");
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter == meter)
                {
                    instruments.Add(instrument);
                }
            },
        };
        listener.Start();
        _ = new ClientMeters(meter);
        return instruments;
    }

    [GeneratedRegex("`(?<it>[^`]+)`", RegexOptions.NonBacktracking)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"^(?:conversations|gen_ai|http|url|server|error)\.[a-z_.]+$", RegexOptions.NonBacktracking)]
    private static partial Regex ConventionName();

    [GeneratedRegex(@"(?m)^\| (?<id>\d+) \| (?<name>\w+) \| (?<level>\w+) \|", RegexOptions.NonBacktracking)]
    private static partial Regex LogRow();

    [GeneratedRegex(@"\b(?:conversations_client|gen_ai_client)_\w+", RegexOptions.NonBacktracking)]
    private static partial Regex MetricName();

    [GeneratedRegex(@"\bby \((?<it>[^)]*)\)", RegexOptions.NonBacktracking)]
    private static partial Regex Grouping();

    [GeneratedRegex("""(?<it>\w+)(?:=~|!=|=)["]""", RegexOptions.NonBacktracking)]
    private static partial Regex Matcher();
}
