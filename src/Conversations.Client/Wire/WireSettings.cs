using System.Text.Encodings.Web;
using System.Text.Json;
using Refit;

namespace Conversations.Client.Wire;

/// <summary>How Refit writes values into addresses and bodies, and what it throws.</summary>
internal static class WireSettings
{
    /// <summary>The serializer's knowledge of what the calls send and receive.</summary>
    internal static ConversationsJsonContext Json { get; } = new(new JsonSerializerOptions { Encoder = Encoder });

    /// <summary>Texts go out as they are: the default would escape quotes and everything beyond ASCII, for pages that embed JSON.</summary>
    internal static JavaScriptEncoder Encoder => JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    /// <summary>The settings of one client.</summary>
    /// <param name="options">What each of its requests carries for the pipeline.</param>
    internal static RefitSettings Create(Dictionary<string, object> options)
    {
        var settings = new RefitSettings { HttpRequestMessageOptions = options }
            .UseJsonContext(Json);
        settings.ContentSerializer = new WireSerializer(settings.ContentSerializer);
        // Refit would write the body while it is being sent, without a length and too late to refuse it.
        settings.Buffered = true;
        settings.UrlParameterFormatter = new AddressFormatter();

        // The pipeline has made all errors into exceptions of this package; they pass as they are.
        settings.TransportExceptionFactory = static (_, exception, _) => exception;
        settings.DeserializationExceptionFactory = static (_, exception) => new ValueTask<Exception?>(Unreadable(exception));
        return settings;
    }

    /// <summary>What is thrown for a success whose body cannot be read.</summary>
    internal static ConversationsException Unreadable(Exception exception) =>
        new("The service answered with a success that cannot be read: " + exception.Message + " Check that BaseAddress is the API's own address, not a page's or a proxy's.", exception);
}
