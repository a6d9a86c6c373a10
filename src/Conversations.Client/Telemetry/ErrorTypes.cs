using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using Tags = Conversations.Client.Telemetry.Conventions.Tags;

namespace Conversations.Client.Telemetry;

/// <summary>The values of <see cref="Tags.ErrorType"/>: a short list, and never a text of the service.</summary>
internal static class ErrorTypes
{
    /// <summary>The type of an error that ended a call or a stream.</summary>
    public static string Of(Exception exception) => exception switch
    {
        ConversationsApiException { Facts.IsAnswer: false } => Conventions.Values.NotSent,
        ConversationsApiException refused => Of(refused.StatusCode),
        ConversationsTimeoutException or TimeoutException => Conventions.Values.Timeout,
        OperationCanceledException => Conventions.Values.Canceled,
        HttpRequestException { HttpRequestError: not HttpRequestError.Unknown } failed => Words(failed.HttpRequestError),
        ConversationsConnectionException { InnerException: HttpRequestException inner }
            when inner.HttpRequestError != HttpRequestError.Unknown => Words(inner.HttpRequestError),
        _ => exception.GetType().FullName ?? Conventions.Values.Other,
    };

    /// <summary>The type of an error that a status tells.</summary>
    public static string Of(HttpStatusCode status) => ((int)status).ToString(CultureInfo.InvariantCulture);

    /// <summary>Writes an error onto a span, without its text.</summary>
    public static void Write(Activity span, string type)
    {
        _ = span.SetTag(Tags.ErrorType, type);
        if (type != Conventions.Values.Canceled)
        {
            _ = span.SetStatus(ActivityStatusCode.Error);
        }
    }

    /// <summary>The name as the platform's own metrics write it: <c>name_resolution_error</c>.</summary>
    private static string Words(HttpRequestError error)
    {
        var words = new StringBuilder();
        foreach (char letter in error.ToString())
        {
            if (char.IsUpper(letter) && words.Length > 0)
            {
                words.Append('_');
            }

            words.Append(char.ToLowerInvariant(letter));
        }

        return words.ToString();
    }
}
