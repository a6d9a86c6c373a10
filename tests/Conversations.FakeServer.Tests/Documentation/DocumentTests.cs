using System.Text.Json;
using System.Text.RegularExpressions;
using Conversations.FakeServer.Control;
using Conversations.Tests;

namespace Conversations.FakeServer.Tests.Documentation;

/// <summary>docs/fake-server.md agrees with the program.</summary>
public sealed partial class DocumentTests
{
    private static readonly string Text = File.ReadAllText(Repository.PathOf("docs", "fake-server.md"));

    [Fact]
    public async Task Every_control_route_has_its_heading_and_no_other_has()
    {
        await using Running fake = await Running.StartAsync();
        Assert.Equal(
            fake.RouteNames.Order(StringComparer.Ordinal),
            Headings().Matches(Text).Select(static match => match.Groups["route"].Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_operation_name_is_listed_and_no_other() => Assert.Equal(
        FaultBody.Operations.Keys.Order(StringComparer.Ordinal),
        Names()
            .Matches(Text[Text.IndexOf("## Operation names", StringComparison.Ordinal)..])
            .Select(static match => match.Groups["name"].Value)
            .Order(StringComparer.Ordinal));

    [Fact]
    public async Task Every_switch_is_listed_with_the_values_that_it_takes_the_default_first()
    {
        await using Running fake = await Running.StartAsync();
        JsonElement options = (await fake.ControlAsync("PATCH", "options", "{}")).Json;
        string section = Text[Text.IndexOf("## Switches", StringComparison.Ordinal)..Text.IndexOf("## Seed files", StringComparison.Ordinal)];
        var rows = Rows().Matches(section).ToDictionary(static match => match.Groups["name"].Value, static match => match.Groups["values"].Value);

        Assert.Equal(options.EnumerateObject().Select(static member => member.Name), rows.Keys);
        foreach ((string? name, string? values) in rows.Where(static row => !row.Value.Contains("number", StringComparison.Ordinal)))
        {
            string[] listed = Quoted().Matches(values).Select(static match => match.Groups["value"].Value).ToArray();
            Assert.Equal(options.GetProperty(name).ToString().ToLowerInvariant(), listed[0]);
            foreach (string? value in listed)
            {
                (await fake.ControlAsync("PATCH", "options", value is "true" or "false" ? $$"""{"{{name}}":{{value}}}""" : $$"""{"{{name}}":"{{value}}"}""")).Is(200);
            }

            // The text of a refusal lists the valid values.
            string refusal = (await fake.ControlAsync("PATCH", "options", $$"""{"{{name}}":"nonsense"}""")).Is(400).Json.Text("error")!;
            Assert.All(listed, value => Assert.Contains(value, refusal, StringComparison.Ordinal));
            Assert.Equal(listed.Length, refusal.Split(refusal.Contains(" or ", StringComparison.Ordinal) ? " or " : ", ").Length);
        }
    }

    [Fact]
    public void Every_argument_of_the_help_is_in_the_table()
    {
        IOrderedEnumerable<string> arguments = Switches()
            .Matches(Arguments.Help)
            .Select(static match => match.Value)
            .Distinct(StringComparer.Ordinal)
            .Append("--help")
            .Order(StringComparer.Ordinal);
        Assert.Equal(arguments, ArgumentRows().Matches(Text).Select(static match => match.Groups["name"].Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_step_and_every_fault_is_in_its_table()
    {
        Assert.All(TurnSteps.Kinds.Keys, static kind => Assert.Contains($"\n| `{{\"{kind}\":", Text, StringComparison.Ordinal));
        Assert.All(
            TurnSteps.Kinds.Values.SelectMany(static members => members),
            static member => Assert.Contains($"\"{member}\":", Text, StringComparison.Ordinal));
        Assert.All(FaultBody.Kinds, static kind => Assert.Contains($"\n| `{{\"{kind}\":", Text, StringComparison.Ordinal));
        Assert.All(FaultBody.Whens, static when => Assert.Contains($"\n| `{when}`", Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_seed_of_the_document_loads()
    {
        await using Running fake = await Running.StartAsync();
        string seed = Json().Match(Text).Groups["seed"].Value;

        (await fake.ControlAsync("POST", "seed", seed)).Is(200);

        Assert.Equal("Hi", (await fake.CallAsync("GET", Running.Tickets + "8/", key: "phx_all")).Is(200).Json.Text("last_message_text"));
    }

    [Fact]
    public async Task Every_example_gives_the_answer_that_the_document_prints()
    {
        await using Running fake = await Running.StartAsync();
        IReadOnlyList<Example> examples = Example.In(Text);
        Assert.True(examples.Count > 20, $"Only {examples.Count} examples were found.");

        foreach (Example example in examples)
        {
            using HttpRequestMessage request = example.ToRequest();
            using HttpResponseMessage response = await fake.Http.SendAsync(request);
            string body = await response.Content.ReadAsStringAsync();

            Assert.True(example.Status == (int)response.StatusCode, $"{example.Command}\nanswered {(int)response.StatusCode} {body}");
            Assert.True(example.Fits(body), $"{example.Command}\nanswered {body}\nbut the document prints {example.Body}");
        }
    }

    [GeneratedRegex("^### (?<route>[A-Z]+ /__fake/.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Headings();

    [GeneratedRegex("`(?<name>[a-z]+\\.[a-z_]+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Names();

    [GeneratedRegex("^\\| `(?<name>[a-z_]+)` \\| (?<values>[^|]+) \\|", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Rows();

    [GeneratedRegex("`(?<value>[a-z_]+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Quoted();

    [GeneratedRegex("--[a-z]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Switches();

    [GeneratedRegex("^\\| `(?<name>--[a-z]+)[ `]", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ArgumentRows();

    [GeneratedRegex("```json\n(?<seed>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Json();
}
