using Microsoft.Extensions.Options;

namespace Conversations.Client.Configuration;

/// <summary>
/// Makes options that are found under every name of a client: that of its builder, which is the name of its HttpClient, and the key
/// or, for the client without a key, no name at all.
/// </summary>
internal sealed class ClientOptionsFactory(
    IEnumerable<IConfigureOptions<ConversationsClientOptions>> setups,
    IEnumerable<IPostConfigureOptions<ConversationsClientOptions>> postConfigures,
    IEnumerable<IValidateOptions<ConversationsClientOptions>> validations) : IOptionsFactory<ConversationsClientOptions>
{
    /// <summary>The name of the HttpClient of the client without a key.</summary>
    internal const string ClientName = "Conversations.Client";

    private const string KeyPrefix = ClientName + ":";

    private readonly OptionsFactory<ConversationsClientOptions> _factory = new(setups.Select(Renamed), postConfigures.Select(Renamed), validations);

    /// <summary>The name of the HttpClient of a client with a key.</summary>
    internal static string ClientNameOf(string key) => KeyPrefix + key;

    /// <summary>The options' name of any of the names.</summary>
    internal static string OptionsNameOf(string name) =>
        name == ClientName ? Options.DefaultName
        // A key that looks like a client's name keeps the whole one.
        : name.StartsWith(KeyPrefix, StringComparison.Ordinal) && !name.AsSpan(KeyPrefix.Length).StartsWith(ClientName, StringComparison.Ordinal) ? name[KeyPrefix.Length..]
        : name;

    public ConversationsClientOptions Create(string name) => _factory.Create(OptionsNameOf(name));

    private static IConfigureOptions<ConversationsClientOptions> Renamed(IConfigureOptions<ConversationsClientOptions> setup) =>
        setup is ConfigureNamedOptions<ConversationsClientOptions> { Name: { } name } named && OptionsNameOf(name) is var known && known != name
            ? new ConfigureNamedOptions<ConversationsClientOptions>(known, named.Action)
            : setup;

    private static IPostConfigureOptions<ConversationsClientOptions> Renamed(IPostConfigureOptions<ConversationsClientOptions> setup) =>
        setup is PostConfigureOptions<ConversationsClientOptions> { Name: { } name } named && OptionsNameOf(name) is var known && known != name
            ? new PostConfigureOptions<ConversationsClientOptions>(known, named.Action)
            : setup;
}
