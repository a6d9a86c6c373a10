namespace Conversations.Client.Telemetry;

/// <summary>
/// All names that spans, metrics and their tags have. Those of HTTP are OpenTelemetry's stable ones; those of GenAI are still in
/// development and move, which is why they stand in one file.
/// </summary>
internal static class Conventions
{
    /// <summary>The name of the source of spans, of the meter, and of the category of the log.</summary>
    public const string Source = "Conversations.Client";

    /// <summary>Tags of spans and metrics.</summary>
    public static class Tags
    {
        public const string Method = "http.request.method";
        public const string ResendCount = "http.request.resend_count";
        public const string StatusCode = "http.response.status_code";
        public const string Route = "url.template";
        public const string ServerAddress = "server.address";
        public const string ServerPort = "server.port";
        public const string ErrorType = "error.type";

        public const string GenAIOperation = "gen_ai.operation.name";
        public const string GenAIProvider = "gen_ai.provider.name";
        public const string GenAIAgent = "gen_ai.agent.name";
        public const string GenAIConversation = "gen_ai.conversation.id";

        /// <summary>The operation's name in the contract, such as <c>tickets.list</c>.</summary>
        public const string Operation = "conversations.operation.name";

        /// <summary>The key of a keyed client; a tag of its meter.</summary>
        public const string Client = "conversations.client.name";

        public const string RetryReason = "conversations.retry.reason";
        public const string LimitClass = "conversations.limit.class";
        public const string TurnStart = "conversations.turn.start";
        public const string TurnTraceId = "conversations.turn.trace_id";
        public const string Outcome = "conversations.stream.outcome";
        public const string Reconnects = "conversations.stream.reconnects";
        public const string Events = "conversations.stream.events";
        public const string EventType = "conversations.event.type";
        public const string ReconnectReason = "conversations.reconnect.reason";
        public const string IdleKind = "conversations.idle.kind";
        public const string UnknownKind = "conversations.unknown.kind";
        public const string FilledMessages = "conversations.gap.messages";
    }

    /// <summary>Values of tags that conventions give, or that are fixed.</summary>
    public static class Values
    {
        public const string InvokeAgent = "invoke_agent";
        public const string Provider = "posthog";

        /// <summary>The service's one agent. Its modes are not agents of their own.</summary>
        public const string Agent = "PostHog AI";

        /// <summary>A method or an error that the conventions do not list.</summary>
        public const string Other = "_OTHER";

        /// <summary>The name of a span whose method is not listed.</summary>
        public const string OtherMethod = "HTTP";
        public const string Timeout = "timeout";
        public const string Canceled = "canceled";

        /// <summary>A budget or a limiter of the client did not let the call go.</summary>
        public const string NotSent = "not_sent";
        public const string TurnFailed = "turn_failed";
    }

    /// <summary>Events on the span of a call or a stream.</summary>
    public static class Events
    {
        public const string Retried = "conversations.call.retried";
        public const string FirstEvent = "conversations.stream.first_event";
        public const string FirstText = "conversations.stream.first_text";
        public const string Reconnected = "conversations.stream.reconnected";
        public const string GapFilled = "conversations.stream.gap_filled";
        public const string IdleTripped = "conversations.stream.idle_tripped";
        public const string Ended = "conversations.stream.ended";
    }

    /// <summary>Instruments of the meter.</summary>
    public static class Metrics
    {
        public const string Calls = "conversations.client.call.duration";
        public const string Retries = "conversations.client.call.retries";
        public const string BudgetWaits = "conversations.client.budget.wait.duration";
        public const string OpenStreams = "conversations.client.stream.active";
        public const string Streams = "gen_ai.client.operation.duration";
        public const string FirstEvent = "conversations.client.stream.time_to_first_event";
        public const string FirstText = "conversations.client.stream.time_to_first_text";
        public const string StreamEvents = "conversations.client.stream.events";
        public const string Reconnects = "conversations.client.stream.reconnects";
        public const string FilledGaps = "conversations.client.stream.filled_gaps";
        public const string IdleTrips = "conversations.client.stream.idle_trips";
        public const string Unknown = "conversations.client.unknown";
    }

    /// <summary>The limits between the buckets of a duration, in seconds, as the conventions for HTTP advise.</summary>
    public static IReadOnlyList<double> ShortSeconds { get; } =
        [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 30, 100];

    /// <summary>The limits between the buckets of a wait or a turn, in seconds: a turn may take half an hour.</summary>
    public static IReadOnlyList<double> LongSeconds { get; } =
        [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 40, 60, 120, 300, 600, 1800, 3600];
}
