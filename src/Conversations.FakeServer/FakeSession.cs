using System.Text.Json;
using Conversations.Client.Testing;
using Conversations.Client.Testing.Exchange;
using Conversations.FakeServer.Control;

namespace Conversations.FakeServer;

/// <summary>Owns the fake behind the port. A reset replaces it with a new one, made from the same arguments.</summary>
internal sealed class FakeSession : IAsyncDisposable
{
    private readonly Arguments _arguments;
    private Running _current;

    public FakeSession(Arguments arguments)
    {
        _arguments = arguments;
        _current = Make(arguments);
    }

    public FakeConversationsServer Fake => _current.Fake;

    public ControlledClock Clock => _current.Clock;

    public ValueTask<FakeResponse> AnswerAsync(FakeRequest request, CancellationToken gone) => _current.Fake.AnswerAsync(request, gone);

    public TurnHold? FindHold(string name)
    {
        Dictionary<string, TurnHold> holds = _current.Holds;
        lock (holds)
        {
            return holds.GetValueOrDefault(name);
        }
    }

    /// <summary>Keeps the holds of an accepted script by name.</summary>
    public void KeepHolds(IReadOnlyDictionary<string, TurnHold> added)
    {
        Dictionary<string, TurnHold> holds = _current.Holds;
        lock (holds)
        {
            foreach ((string? name, TurnHold? hold) in added)
            {
                holds[name] = hold;
            }
        }
    }

    /// <summary>Removes and returns a hold that is to be released. Its name is then free again.</summary>
    public TurnHold? TakeHold(string name)
    {
        Dictionary<string, TurnHold> holds = _current.Holds;
        lock (holds)
        {
            return holds.Remove(name, out TurnHold? hold) ? hold : null;
        }
    }

    public void Reset()
    {
        Running old = Interlocked.Exchange(ref _current, Make(_arguments));
        old.Fake.Dispose();
        old.Clock.Stop();
    }

    public async ValueTask DisposeAsync()
    {
        await _current.Fake.DisposeAsync();
        await _current.Clock.DisposeAsync();
    }

    private static Running Make(Arguments arguments)
    {
        var clock = new ControlledClock(arguments.Clock);
        var fake = new FakeConversationsServer(new FakeConversationsOptions { TimeProvider = clock.TimeProvider });
        if (arguments.Preset is { } preset)
        {
            Set(fake.Options, Switches.Preset, preset, $"--preset {preset}");
        }

        foreach ((string? name, string? value) in arguments.Switches)
        {
            Set(fake.Options, name, value, $"--set {name}={value}");
        }

        fake.Empty();
        try
        {
            fake.Load(arguments.Seed?.Json ?? DefaultSeed());
        }
        catch (FakeSeedException mistake)
        {
            throw new UsageException($"--seed {arguments.Seed?.Path}: {mistake.Message}");
        }

        return new Running(fake, clock, []);
    }

    private static void Set(FakeConversationsOptions options, string name, string value, string argument)
    {
        try
        {
            Switches.Set(options, name, ValueOf(value));
        }
        catch (ControlMistake mistake)
        {
            throw new UsageException($"{argument}: {mistake.Message}");
        }
    }

    /// <summary>A switch on the command line is written without quotes.</summary>
    private static JsonElement ValueOf(string text)
    {
        try
        {
            return JsonDocument.Parse(text).RootElement;
        }
        catch (JsonException)
        {
            return JsonSerializer.SerializeToElement(text, ControlJsonContext.Default.String);
        }
    }

    private static string DefaultSeed()
    {
        using Stream stream = typeof(FakeSession).Assembly.GetManifestResourceStream("default-seed.json")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private sealed record Running(FakeConversationsServer Fake, ControlledClock Clock, Dictionary<string, TurnHold> Holds);
}
