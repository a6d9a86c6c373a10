using System.Diagnostics;
using System.Net;
using Tags = Conversations.Client.Telemetry.Conventions.Tags;

namespace Conversations.Client.Telemetry;

/// <summary>Watches one call of the application, from its beginning to its result.</summary>
internal readonly struct CallWatch(ClientTelemetry telemetry, CalledOperation operation, Activity? span)
{
    private readonly long _begin = telemetry.Clock.GetTimestamp();

    /// <summary>The call's span; null if nobody listens.</summary>
    public Activity? Span => span;

    /// <summary>The call was answered with a success.</summary>
    public void Answered(HttpStatusCode status)
    {
        TimeSpan took = telemetry.Clock.GetElapsedTime(_begin);
        Record(took, (int)status, error: null);
        ClientLog.CallSucceeded(telemetry.Log, operation.Method, operation.Route, (int)status, took.TotalMilliseconds);
        span?.Dispose();
    }

    /// <summary>The call ended in an exception, which is the one that the application gets.</summary>
    public void Failed(Exception exception)
    {
        TimeSpan took = telemetry.Clock.GetElapsedTime(_begin);
        string error = ErrorTypes.Of(exception);
        Record(took, exception is ConversationsApiException { Facts.IsAnswer: true, StatusCode: var status } ? (int)status : null, error);
        ClientLog.CallFailed(telemetry.Log, operation.Method, operation.Route, error, took.TotalMilliseconds);
        span?.Dispose();
    }

    private void Record(TimeSpan took, int? status, string? error)
    {
        if (telemetry.Meters.Calls.Enabled)
        {
            TagList tags = telemetry.TagsOf(operation);
            if (status is { } known)
            {
                tags.Add(Tags.StatusCode, known);
            }

            if (error is not null)
            {
                tags.Add(Tags.ErrorType, error);
            }

            telemetry.Meters.Calls.Record(took.TotalSeconds, tags);
        }

        if (span is not null)
        {
            Write(span, status, error);
        }
    }

    /// <summary>Writes the answer to one sending of a call.</summary>
    public static void Write(Activity? span, HttpStatusCode status)
    {
        if (span is not null)
        {
            Write(span, (int)status, (int)status >= 400 ? ErrorTypes.Of(status) : null);
        }
    }

    /// <summary>Writes why one sending of a call was not answered.</summary>
    public static void Write(Activity? span, Exception exception)
    {
        if (span is not null)
        {
            Write(span, status: null, ErrorTypes.Of(exception));
        }
    }

    private static void Write(Activity span, int? status, string? error)
    {
        if (status is { } known)
        {
            _ = span.SetTag(Tags.StatusCode, known);
        }

        if (error is not null)
        {
            ErrorTypes.Write(span, error);
        }
    }
}
