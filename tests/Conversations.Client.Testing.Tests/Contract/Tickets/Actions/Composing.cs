using System.Text.Json;
using Conversations.Client.Testing.Tests.Shared;

namespace Conversations.Client.Testing.Tests.Contract.Tickets.Actions;

/// <summary>Requests that compose a ticket, in a project with an e-mail channel and a person.</summary>
public static class Composing
{
    public const string Path = Service.Tickets + "compose/";
    public const string Channel = "0198f3a1-0000-7000-8000-00000000000a";
    public const string Unverified = "0198f3a1-0000-7000-8000-00000000000b";
    public const string Elsewhere = "0198f3a1-0000-7000-8000-00000000000c";

    private const string Channels = $$$"""
        {"email_channels": [{"id": "{{{Channel}}}", "project": 1, "address": "help@acme.example", "verified": true},
                            {"id": "{{{Unverified}}}", "project": 1, "address": "new@acme.example", "verified": false},
                            {"id": "{{{Elsewhere}}}", "project": 2, "address": "two@acme.example", "verified": true}],
         "persons": [{"project": 1, "distinct_ids": ["pa", "pa-2"], "properties": {"email": "ana@lumen.example"}, "is_identified": true},
                     {"project": 1, "distinct_ids": ["mute"], "properties": {}, "is_identified": true}]}
        """;

    public static async Task<Service> OpenAsync(Transport transport, Action<FakeConversationsOptions>? configure = null)
    {
        Service service = await Service.OpenAsync(transport, configure);
        service.Fake.Load(Channels);
        return service;
    }

    /// <summary>
    /// An accepted body with some members changed. Null leaves a member out; to send null use <see cref="JsonValueKind.Null"/>.
    /// </summary>
    public static IReadOnlyDictionary<string, object?> Body(params (string Name, object? Value)[] changes)
    {
        Dictionary<string, object?> body = new() { ["recipient_email"] = "new@x.example", ["email_config_id"] = Channel, ["message"] = "Hello" };
        foreach ((string name, object? value) in changes)
        {
            if (value is null)
            {
                body.Remove(name);
            }
            else
            {
                body[name] = value is JsonValueKind.Null ? null : value;
            }
        }

        return body;
    }

    /// <summary>Composes with a session, which every state of the service accepts, and opens the ticket.</summary>
    public static async Task<JsonElement> ComposeAsync(this Service service, params (string Name, object? Value)[] changes)
    {
        JsonElement made = (await service.PostAsync(Path, Body(changes), Callers.Session)).Is(201).Json;
        return (await service.GetAsync($"{Service.Tickets}{made.Text("id")}/")).Is(200).Json;
    }
}
