using Microsoft.Extensions.Options;

namespace Conversations.Client.Configuration;

/// <summary>
/// Creates options that are configured under every name of a client. One name is that of its builder, which is the name of its
/// HttpClient. The other name is its key; for the client without a key it is the default name.
/// </summary>
internal sealed class ClientOptionsFactory(
    IEnumerable<IConfigureOptions<ConversationsClientOptions>> setups,
    IEnumerable<IPostConfigureOptions<ConversationsClientOptions>> postConfigures,
    IEnumerable<IValidateOptions<ConversationsClientOptions>> validations) : IOptionsFactory<ConversationsClientOptions>
{
    /// <summary>The name of the HttpClient of the client without a key.</summary>
    public const string ClientName = "Conversations.Client";

    private const string KeyPrefix = ClientName + ":";

    /// <summary>The name of the HttpClient of a client with a key.</summary>
    public static string ClientNameOf(string key) => KeyPrefix + key;

    /// <summary>The name of the options for any of the names of a client.</summary>
    public static string OptionsNameOf(string name) =>
        name == ClientName ? Options.DefaultName
        // A key that is itself the name of another client keeps the prefix.
        : name.StartsWith(KeyPrefix, StringComparison.Ordinal)
            && name[KeyPrefix.Length..] is var key
            && key != ClientName
            && !key.StartsWith(KeyPrefix, StringComparison.Ordinal) ? key
        : name;

    public ConversationsClientOptions Create(string name)
    {
        string own = OptionsNameOf(name);
        string other = own.Length == 0 ? ClientName : ClientNameOf(own);
        var options = new ConversationsClientOptions();
        foreach (IConfigureOptions<ConversationsClientOptions> setup in setups)
        {
            if (setup is IConfigureNamedOptions<ConversationsClientOptions> named)
            {
                named.Configure(own, options);
                if (setup is not ConfigureNamedOptions<ConversationsClientOptions> { Name: null })
                {
                    named.Configure(other, options);
                }
            }
            else if (own.Length == 0)
            {
                setup.Configure(options);
            }
        }

        foreach (IPostConfigureOptions<ConversationsClientOptions> postConfigure in postConfigures)
        {
            postConfigure.PostConfigure(own, options);
            if (postConfigure is not PostConfigureOptions<ConversationsClientOptions> { Name: null })
            {
                postConfigure.PostConfigure(other, options);
            }
        }

        var failures = validations
            .SelectMany(validation => (ValidateOptionsResult[])[validation.Validate(own, options), validation.Validate(other, options)])
            .Where(static result => result.Failed)
            .SelectMany(static result => result.Failures!)
            .Distinct()
            .ToList();
        return failures.Count == 0 ? options : throw new OptionsValidationException(own, typeof(ConversationsClientOptions), failures);
    }
}
