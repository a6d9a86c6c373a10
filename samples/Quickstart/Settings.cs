using Conversations.Client;

namespace Quickstart;

/// <summary>The settings from the command line and the environment.</summary>
internal sealed record Settings
{
    public const string Help = """
        Shows the SDK at work: a streamed reply, tickets, a saved view, a refused call.

        usage: dotnet run --project samples/Quickstart -- [--seed FILE] [--write] [--help]

          --seed FILE   fills the embedded fake from FILE, not from the bakeries' seed.json
          --write       on the real service: also do the steps that change something
          --help        prints this

        Without more it runs on an embedded fake of the service: no network, no account.
        With all three of these set it talks to the real service, and only reads:

          POSTHOG_HOST               such as https://us.posthog.com or https://eu.posthog.com
          POSTHOG_PROJECT_ID         digits, or @current
          POSTHOG_PERSONAL_API_KEY   with the scopes conversation:read and ticket:read;
                                     --write needs conversation:write and ticket:write too

        With --write the conversation costs AI credits, and it and the ticket stay;
        the view is deleted again. Ctrl+C stops at any time.

        Exit codes: 0 done, 1 the service refused or was not reached, 2 a mistake in how
        the program was started, 130 stopped by Ctrl+C.

        """;

    private const string Host = "POSTHOG_HOST";
    private const string Project = "POSTHOG_PROJECT_ID";
    private const string Key = "POSTHOG_PERSONAL_API_KEY";

    /// <summary>The real service; null to use the embedded fake.</summary>
    public ConversationsClientOptions? Service { get; private init; }

    /// <summary>The file that seeds the fake; null for the tickets of the bakeries.</summary>
    public string? SeedFile { get; private init; }

    /// <summary>Whether the tour may write; always true on the fake.</summary>
    public bool MayWrite { get; private init; }

    public bool ShowsHelp { get; private init; }

    /// <exception cref="UsageException">The arguments or the environment are invalid.</exception>
    public static Settings Read(string[] arguments, Func<string, string?> environment)
    {
        bool writes = false;
        string? seedFile = null;
        for (int i = 0; i < arguments.Length; i++)
        {
            switch (arguments[i])
            {
                case "--help" or "-h":
                    return new Settings { ShowsHelp = true };
                case "--write":
                    writes = true;
                    break;
                case "--seed" when i + 1 < arguments.Length:
                    seedFile = arguments[++i];
                    break;
                case "--seed":
                    throw new UsageException("--seed needs a file: --seed FILE.");
                default:
                    throw new UsageException($"unknown argument \"{arguments[i]}\". --help lists the known ones.");
            }
        }

        ConversationsClientOptions? service = ReadService(environment);
        if (service is not null && seedFile is not null)
        {
            throw new UsageException($"--seed fills the embedded fake, but {Host} names a real service. Leave one of them out.");
        }

        return new Settings { Service = service, MayWrite = writes || service is null, SeedFile = seedFile };
    }

    private static ConversationsClientOptions? ReadService(Func<string, string?> environment)
    {
        string[] missing = [.. new[] { Host, Project, Key }.Where(name => string.IsNullOrWhiteSpace(environment(name)))];
        return missing.Length switch
        {
            3 => null,
            > 0 => throw new UsageException($"to run against the real service, set {string.Join(" and ", missing)} too; to run on the embedded fake, set none of the three."),
            _ => new ConversationsClientOptions
            {
                BaseAddress = Uri.TryCreate(environment(Host), UriKind.Absolute, out Uri? host)
                    ? host
                    : throw new UsageException($"{Host} is not an address. Write it like https://eu.posthog.com."),
                ProjectId = environment(Project),
                ApiKey = environment(Key),
            },
        };
    }
}

/// <summary>A mistake of the person who started the program, described in one line.</summary>
internal sealed class UsageException(string message) : Exception(message);
