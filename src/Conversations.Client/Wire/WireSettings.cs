using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Conversations.Client.Errors;
using Conversations.Client.Values;
using Refit;

namespace Conversations.Client.Wire;

/// <summary>The settings of Refit: how it writes values into addresses and bodies, and what it throws.</summary>
internal static class WireSettings
{
    /// <summary>The serializer's metadata for all types that calls send and receive.</summary>
    public static ConversationsJsonContext Json { get; } = new(Options());

    /// <summary>
    /// Does not escape texts. The default encoder escapes quotes and all characters beyond ASCII, for pages that embed JSON.
    /// </summary>
    public static JavaScriptEncoder Encoder => JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    /// <summary>The settings of one client.</summary>
    /// <param name="options">The request options that each request carries for the pipeline.</param>
    /// <param name="unreadable">Makes the exception for a successful response to a request whose body cannot be read.</param>
    /// <param name="contentOf">Makes the content of a body, from what was written and its JSON.</param>
    /// <param name="sawUnknown">Gets what this package did not know of each response; null if nobody wants to.</param>
    public static RefitSettings Create(
        Dictionary<string, object> options,
        Func<HttpRequestMessage?, Exception, Exception> unreadable,
        Func<object?, byte[], ByteArrayContent> contentOf,
        Action<UnknownTally>? sawUnknown = null)
    {
        RefitSettings settings = new RefitSettings { HttpRequestMessageOptions = options }
            .UseJsonContext(Json);
        settings.ContentSerializer = new WireSerializer(settings.ContentSerializer, contentOf, sawUnknown);
        // Refit would write the body while it is sent: without a length, and too late to refuse it.
        settings.Buffered = true;
        settings.UrlParameterFormatter = new AddressFormatter();

        // The pipeline has already turned all errors into exceptions of this package, so they pass unchanged.
        settings.TransportExceptionFactory = static (_, exception, _) => exception;
        settings.DeserializationExceptionFactory = (response, exception) =>
            new ValueTask<Exception?>(unreadable(response.RequestMessage, exception));
        return settings;
    }

    /// <summary>The exception for a successful response whose body cannot be read.</summary>
    /// <param name="exception">Why it cannot be read.</param>
    /// <param name="secrets">Texts that the exception must not repeat, because the service may quote the key anywhere.</param>
    public static ConversationsException Unreadable(Exception exception, IReadOnlyList<string> secrets) =>
        new("The service answered with a success that cannot be read: " + Redaction.Redact(exception.Message, secrets) + " Check that BaseAddress is the API's own address, not a page's or a proxy's.", Redaction.Clean(exception, secrets));

    private static JsonSerializerOptions Options()
    {
        var options = new JsonSerializerOptions { Encoder = Encoder };
        foreach (JsonConverter converter in PageTable.Converters)
        {
            options.Converters.Add(converter);
        }

        return options;
    }
}
