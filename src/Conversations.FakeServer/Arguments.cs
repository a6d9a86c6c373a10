using System.Globalization;
using System.Net;
using Conversations.Client.Testing.Wire;

namespace Conversations.FakeServer;

/// <summary>A mistake in the program's arguments: one line that says what is wrong and where.</summary>
internal sealed class UsageException(string message) : Exception(message);

/// <summary>The arguments of the program.</summary>
internal sealed record Arguments
{
    public const string Help = """
        conversations-fake: a stateful fake of PostHog's Conversations API on a port.

        usage: conversations-fake [--port N] [--host ADDRESS] [--clock INSTANT] [--seed FILE] [--preset NAME] [--set SWITCH=VALUE]…

          --port N            the port; 0, the default, takes a free one
          --host ADDRESS      the address to listen on; 127.0.0.1 by default
          --clock INSTANT     freezes the clock there, such as 2026-06-03T11:00:00Z; only /__fake/clock moves it
          --seed FILE         what is there at the start; without it a project, a user, the key phx_fake and three tickets
          --preset NAME       newest_service sets every switch as the newest service is: creating a ticket is refused, for one
          --set SWITCH=VALUE  a switch of the fake, such as api_keys=relaxed; see PATCH /__fake/options

        The first line it prints is "Listening on http://127.0.0.1:PORT". Ctrl+C ends it.
        """;

    public bool ShowHelp { get; private init; }

    public int Port { get; private init; }

    public IPAddress Host { get; private init; } = IPAddress.Loopback;

    /// <summary>The instant at which the clock stands still. Null: it runs.</summary>
    public DateTimeOffset? Clock { get; private init; }

    /// <summary>The text of the seed file, and its path for messages. Null: the built-in seed.</summary>
    public (string Path, string Json)? Seed { get; private init; }

    /// <summary>The preset that the switches start from. Null: their defaults.</summary>
    public string? Preset { get; private init; }

    public IReadOnlyList<(string Name, string Value)> Switches { get; private init; } = [];

    public static Arguments Parse(string[] args)
    {
        var arguments = new Arguments();
        var switches = new List<(string, string)>();
        for (int index = 0; index < args.Length; index++)
        {
            string name = args[index];
            if (name is "--help" or "-h")
            {
                return new Arguments { ShowHelp = true };
            }

            if (name is not ("--port" or "--host" or "--clock" or "--seed" or "--preset" or "--set"))
            {
                throw new UsageException($"unknown argument \"{name}\"; --help lists the known ones.");
            }

            if (index + 1 == args.Length)
            {
                throw new UsageException($"{name} needs a value; --help shows it.");
            }

            string value = args[++index];
            switch (name)
            {
                case "--port":
                    arguments = arguments with { Port = PortOf(value) };
                    break;
                case "--host":
                    arguments = arguments with
                    {
                        Host = IPAddress.TryParse(value, out IPAddress? address) ? address : value == "localhost"
                        ? IPAddress.Loopback : throw new UsageException($"--host {value} is no address: write it like 127.0.0.1 or 0.0.0.0.")
                    };
                    break;
                case "--clock":
                    arguments = arguments with { Clock = InstantOf(value) };
                    break;
                case "--seed":
                    arguments = arguments with { Seed = (value, ReadFile(value)) };
                    break;
                case "--preset":
                    arguments = arguments with { Preset = value };
                    break;
                default:
                    switches.Add(SwitchOf(value));
                    break;
            }
        }

        return arguments with { Switches = switches };
    }

    private static int PortOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port <= 65535
            ? port
            : throw new UsageException($"--port {text} is no port: write a number from 0 to 65535.");

    private static DateTimeOffset InstantOf(string text) =>
        WireTime.TryParse(text, TimeZoneInfo.Utc, out DateTimeOffset instant) ? instant : throw new UsageException($"--clock {text} is no instant: write it like 2026-06-03T11:00:00Z.");

    private static (string Name, string Value) SwitchOf(string text) =>
        text.Split('=', 2) is [{ Length: > 0 } name, var value] ? (name, value) : throw new UsageException($"--set {text} is no switch: write it like api_keys=relaxed.");

    private static string ReadFile(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--seed {path} cannot be read: {exception.Message}");
        }
    }
}
