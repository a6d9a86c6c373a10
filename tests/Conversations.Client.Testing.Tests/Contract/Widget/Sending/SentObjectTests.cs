using System.Text.Json;
using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Contract.Widget.Sending;

/// <summary>docs/service/neighbours.md 1.3: what is kept of traits and context.</summary>
public sealed class SentObjectTests
{
    private static readonly string[] Fields = ["traits", "session_context"];

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.3", Evidence.Tested)]
    public async Task Traits_are_kept_as_text_and_null_stays(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        const string Sent = """{"a":"x","b":3,"c":true,"d":false,"e":null,"f":1.50,"g":1e3,"h":-2,"i":-1.25e17,"j":0.00001,"k":[1],"l":{}}""";
        string ticket = await service.OpenTicketAsync(("traits", Parse(Sent)));

        Assert.Equal(
            """{"a":"x","b":"3","c":"True","d":"False","e":null,"f":"1.5","g":"1000.0","h":"-2","i":"-1.25e+17","j":"1e-05"}""",
            service.Find(ticket).AnonymousTraits.GetRawText());
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.3", Evidence.Tested)]
    public async Task Of_the_context_texts_are_cut_and_other_scalars_kept_as_they_are(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        string ticket = await service.OpenTicketAsync(
            ("session_context", Parse($$$"""{"a":"{{{new string('x', 2001)}}}","b":3.50,"c":true,"e":null,"k":[1],"l":{}}""")));

        Assert.Equal($$"""{"a":"{{new string('x', 2000)}}","b":3.50,"c":true,"e":null}""", service.Find(ticket).SessionContext.GetRawText());
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.3", Evidence.Tested)]
    public async Task What_does_not_fit_is_left_out_and_of_the_rest_the_first_members_are_kept(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        string ticket = await service.OpenTicketAsync(
            ("traits", Many(51, 200, new string('x', 501))), ("session_context", Many(21, 100, "x")));

        JsonElement traits = service.Find(ticket).AnonymousTraits, context = service.Find(ticket).SessionContext;
        Assert.Equal((50, 20), (traits.EnumerateObject().Count(), context.EnumerateObject().Count()));
        Assert.All(traits.EnumerateObject(), static member => Assert.Equal(200, member.Name.Length));
        Assert.All(traits.EnumerateObject(), static member => Assert.Equal(500, member.Value.GetString()!.Length));
        Assert.All(context.EnumerateObject(), static member => Assert.Equal(100, member.Name.Length));
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.3", Evidence.Tested)]
    public async Task Both_are_objects_and_not_null(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport);
        foreach (string field in Fields)
        {
            (await service.WriteAsync((field, null))).IsInvalidData((field, "This field may not be null."));
            (await service.WriteAsync((field, "x"))).IsInvalidData((field, "Expected a dictionary of items but got type \"str\"."));
            (await service.WriteAsync((field, new[] { 1 }))).IsInvalidData((field, "Expected a dictionary of items but got type \"list\"."));
        }
    }

    [Theory, BothTransports, Rule("docs/service/neighbours.md 1.3", Evidence.Code)]
    public async Task The_legacy_version_refuses_what_does_not_fit(Transport transport)
    {
        await using Service service = await Service.OpenAsync(transport, static options => options.ServiceVersion = ServiceVersion.Legacy);
        (await service.WriteAsync(("traits", Parse("""{"a":[1]}""")))).Refuses("traits");
        (await service.WriteAsync(("traits", Parse($$"""{"a":"{{new string('x', 501)}}"}""")))).Refuses("traits");
        (await service.WriteAsync(("traits", Many(51, 20, "x")))).Refuses("traits");
        (await service.WriteAsync(("session_context", Parse($$"""{"{{new string('x', 101)}}":1}""")))).Refuses("session_context");
        _ = (await service.WriteAsync(("traits", Parse("""{"name":"Ana"}""")), ("session_context", Many(20, 20, "x")))).Is(200);
    }

    private static JsonElement Parse(string json) => JsonSerializer.Deserialize<JsonElement>(json);

    /// <summary>One member whose name is too long and one whose value does not fit, then as many that fit.</summary>
    private static Dictionary<string, object> Many(int count, int name, string value)
    {
        Dictionary<string, object> members = new() { [new string('y', 201)] = "x", ["list"] = new[] { 1 } };
        if (name < 100)
        {
            members.Clear();
        }

        foreach (int number in Enumerable.Range(0, count))
        {
            members[$"{number}".PadRight(name, '_')] = value;
        }

        return members;
    }
}
