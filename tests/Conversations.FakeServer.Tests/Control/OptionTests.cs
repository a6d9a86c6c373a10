using System.Text.Json;

namespace Conversations.FakeServer.Tests.Control;

/// <summary><c>PATCH /__fake/options</c>: the switches.</summary>
public sealed class OptionTests
{
    private const string Defaults = """
        {"api_keys":"strict","service_version":"current","create_ticket":"documented","replay":"full","cancel_stream":"silent","keepalive_seconds":15,"retry_after_header":"off","partials":"temp_id","title":"after_first_reply","rate_limits":false,"rate_limit_scale":1,"widget_limits":false,"widget_message_limit":10000,"widget_caches":false,"quota_exhausted":false,"deprecation_headers":false,"critical_priority":true,"view_patch":true,"cancel_fails":false,"append_fails":false,"max_recorded_requests":10000,"max_recorded_bytes":67108864}
        """;

    [Fact]
    public async Task Every_answer_has_all_of_them_the_defaults_first()
    {
        await using Running fake = await Running.StartAsync();
        Assert.Equal(Defaults.Trim(), (await fake.ControlAsync("PATCH", "options", "{}")).Is(200).Text);
    }

    [Theory]
    [InlineData("""{"api_keys":"relaxed"}""")]
    [InlineData("""{"service_version":"legacy"}""")]
    [InlineData("""{"create_ticket":"refused"}""")]
    [InlineData("""{"replay":"tail_only"}""")]
    [InlineData("""{"cancel_stream":"close"}""")]
    [InlineData("""{"keepalive_seconds":0.5}""")]
    [InlineData("""{"retry_after_header":"seconds"}""")]
    [InlineData("""{"retry_after_header":"date"}""")]
    [InlineData("""{"partials":"no_id"}""")]
    [InlineData("""{"title":"never"}""")]
    [InlineData("""{"title":"immediately"}""")]
    [InlineData("""{"rate_limits":true}""")]
    [InlineData("""{"widget_limits":true}""")]
    [InlineData("""{"widget_message_limit":5000}""")]
    [InlineData("""{"widget_caches":true}""")]
    [InlineData("""{"quota_exhausted":true}""")]
    [InlineData("""{"deprecation_headers":true}""")]
    [InlineData("""{"critical_priority":false}""")]
    [InlineData("""{"view_patch":false}""")]
    [InlineData("""{"cancel_fails":true}""")]
    [InlineData("""{"append_fails":true}""")]
    [InlineData("""{"max_recorded_requests":0}""")]
    [InlineData("""{"max_recorded_bytes":5000000000}""")]
    public async Task Each_value_is_taken_and_leaves_the_others(string change)
    {
        await using Running fake = await Running.StartAsync();
        JsonProperty changed = JsonSerializer.Deserialize<JsonElement>(change).EnumerateObject().Single();

        JsonElement answer = (await fake.ControlAsync("PATCH", "options", change)).Is(200).Json;

        foreach (JsonProperty member in JsonSerializer.Deserialize<JsonElement>(Defaults).EnumerateObject())
        {
            JsonElement expected = member.Name == changed.Name ? changed.Value : member.Value;
            Assert.Equal(expected.GetRawText(), answer.GetProperty(member.Name).GetRawText());
        }
    }

    [Theory]
    [InlineData("""{"title":"never","api_keys":"lax"}""", "api_keys")]
    [InlineData("""{"title":"never","api_keys":true}""", "api_keys")]
    [InlineData("""{"title":"never","rate_limits":"true"}""", "rate_limits")]
    [InlineData("""{"title":"never","rate_limit_scale":0}""", "rate_limit_scale")]
    [InlineData("""{"title":"never","rate_limit_scale":1.5}""", "rate_limit_scale")]
    [InlineData("""{"title":"never","keepalive_seconds":0}""", "keepalive_seconds")]
    [InlineData("""{"title":"never","keepalive_seconds":"15"}""", "keepalive_seconds")]
    [InlineData("""{"title":"never","titel":"never"}""", "titel")]
    [InlineData("""{"title":null}""", "title")]
    [InlineData("""{"title":"never","widget_message_limit":0}""", "widget_message_limit")]
    [InlineData("""{"title":"never","widget_caches":1}""", "widget_caches")]
    [InlineData("""{"title":"never","max_recorded_requests":-1}""", "max_recorded_requests")]
    [InlineData("""{"title":"never","max_recorded_requests":2147483648}""", "max_recorded_requests")]
    [InlineData("""{"title":"never","max_recorded_bytes":1.5}""", "max_recorded_bytes")]
    [InlineData("""{"title":"never","preset":"newest"}""", "preset")]
    [InlineData("""{"title":"never","preset":true}""", "preset")]
    public async Task A_mistake_is_named_and_changes_nothing(string change, string path)
    {
        await using Running fake = await Running.StartAsync();

        await fake.RefusesAsync("PATCH", "options", change, path);

        Assert.Equal(Defaults.Trim(), (await fake.ControlAsync("PATCH", "options", "{}")).Text);
    }

    [Fact]
    public async Task A_switch_counts_from_the_next_request_on()
    {
        await using Running fake = await Running.StartAsync();
        (await fake.CallAsync("POST", Running.Tickets, "{}")).Is(201);

        (await fake.ControlAsync("PATCH", "options", """{"create_ticket":"refused","quota_exhausted":true}""")).Is(200);

        (await fake.CallAsync("POST", Running.Tickets, "{}")).Is(405);
        (await fake.CallAsync("POST", Running.Conversations, $$"""{"content":"hi","conversation":"{{Guid.NewGuid()}}","trace_id":"{{Guid.NewGuid()}}"}""")).Is(402);
    }

    [Fact]
    public async Task The_preset_sets_every_switch_as_the_newest_service_is_and_others_come_after_it()
    {
        await using Running fake = await Running.StartAsync("--set", "title=never");

        string newest = (await fake.ControlAsync("PATCH", "options", """{"preset":"newest_service"}""")).Is(200).Text;

        Assert.Equal(
            Defaults.Trim()
                .Replace("documented", "refused", StringComparison.Ordinal)
                .Replace("\"rate_limits\":false", "\"rate_limits\":true", StringComparison.Ordinal)
                .Replace("\"widget_limits\":false", "\"widget_limits\":true", StringComparison.Ordinal)
                .Replace("\"widget_caches\":false", "\"widget_caches\":true", StringComparison.Ordinal)
                .Replace("\"deprecation_headers\":false", "\"deprecation_headers\":true", StringComparison.Ordinal),
            newest);
        Assert.Equal("method_not_allowed", (await fake.CallAsync("POST", Running.Tickets, "{}")).Is(405).Json.Text("code"));
        JsonElement changed = (await fake.ControlAsync("PATCH", "options", """{"rate_limits":false,"preset":"newest_service"}""")).Is(200).Json;
        Assert.Equal((false, "refused"), (changed.GetProperty("rate_limits").GetBoolean(), changed.Text("create_ticket")));
    }
}
