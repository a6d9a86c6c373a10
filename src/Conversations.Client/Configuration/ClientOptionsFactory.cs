using Microsoft.Extensions.Options;

namespace Conversations.Client.Configuration;

/// <summary>Makes options for which the name of the client without a key, by which its builder is called, and no name are the same.</summary>
internal sealed class ClientOptionsFactory(
    IEnumerable<IConfigureOptions<ConversationsClientOptions>> setups,
    IEnumerable<IPostConfigureOptions<ConversationsClientOptions>> postConfigures,
    IEnumerable<IValidateOptions<ConversationsClientOptions>> validations)
    : OptionsFactory<ConversationsClientOptions>(setups.Select(Unnamed), postConfigures.Select(Unnamed), validations)
{
    /// <summary>The name of the HttpClient of the client without a key.</summary>
    internal const string ClientName = "Conversations.Client";

    /// <summary>The client without a key has the options that everybody configures, those without a name.</summary>
    internal static string OptionsNameOf(string clientName) => clientName == ClientName ? Options.DefaultName : clientName;

    private static IConfigureOptions<ConversationsClientOptions> Unnamed(IConfigureOptions<ConversationsClientOptions> setup) =>
        setup is ConfigureNamedOptions<ConversationsClientOptions> { Name: ClientName } named
            ? new ConfigureNamedOptions<ConversationsClientOptions>(Options.DefaultName, named.Action)
            : setup;

    private static IPostConfigureOptions<ConversationsClientOptions> Unnamed(IPostConfigureOptions<ConversationsClientOptions> setup) =>
        setup is PostConfigureOptions<ConversationsClientOptions> { Name: ClientName } named
            ? new PostConfigureOptions<ConversationsClientOptions>(Options.DefaultName, named.Action)
            : setup;
}
