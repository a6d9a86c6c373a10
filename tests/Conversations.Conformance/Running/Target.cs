namespace Conversations.Conformance.Running;

/// <summary>The service to check, from the environment.</summary>
internal sealed record Target
{
    private const string Host = "CONFORMANCE_HOST";
    private const string Project = "CONFORMANCE_PROJECT_ID";
    private const string Secret = "CONFORMANCE_KEY";
    private const string Through = "CONFORMANCE_PROXY";

    public required Uri Address { get; init; }

    public required string ProjectId { get; init; }

    public required string Key { get; init; }

    /// <summary>A proxy that checks every call against the contract, except streams and deliberate mistakes; null for none.</summary>
    public Uri? Proxy { get; init; }

    /// <summary>The service that the environment names; null for none, so that the fake is checked.</summary>
    /// <exception cref="InvalidOperationException">Only some of the required variables are set.</exception>
    public static Target? Read(Func<string, string?> environment)
    {
        string[] missing = [.. new[] { Host, Project, Secret }.Where(name => string.IsNullOrWhiteSpace(environment(name)))];
        return missing.Length switch
        {
            3 => null,
            > 0 => throw new InvalidOperationException($"To check a real service, set {string.Join(" and ", missing)} too; to check the fake, set none of {Host}, {Project}, {Secret}."),
            _ => new Target
            {
                Address = new Uri(environment(Host)!),
                ProjectId = environment(Project)!,
                Key = environment(Secret)!,
                Proxy = environment(Through) is { Length: > 0 } proxy ? new Uri(proxy) : null,
            },
        };
    }
}
