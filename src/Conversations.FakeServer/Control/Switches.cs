using System.Text.Json;
using Conversations.Client.Testing;

namespace Conversations.FakeServer.Control;

/// <summary>The fake's switches by their names on the control routes. Each row says how a switch is read and set.</summary>
internal static class Switches
{
    /// <summary>Sets many switches, and is not one itself.</summary>
    public const string Preset = "preset";

    private const string NewestService = "newest_service";

    private static readonly Switch[] All =
    [
        Choice("api_keys", static o => o.ApiKeys, static (o, v) => o.ApiKeys = v, ("strict", ApiKeyMode.Strict), ("relaxed", ApiKeyMode.Relaxed)),
        Choice(
            "service_version",
            static o => o.ServiceVersion,
            static (o, v) => o.ServiceVersion = v,
            ("current", ServiceVersion.Current),
            ("legacy", ServiceVersion.Legacy)),
        Choice(
            "create_ticket",
            static o => o.CreateTicket,
            static (o, v) => o.CreateTicket = v,
            ("documented", CreateTicketMode.Documented),
            ("refused", CreateTicketMode.Refused)),
        Choice("replay", static o => o.Replay, static (o, v) => o.Replay = v, ("full", ReplayMode.Full), ("tail_only", ReplayMode.TailOnly)),
        Choice(
            "cancel_stream",
            static o => o.CancelStream,
            static (o, v) => o.CancelStream = v,
            ("silent", CancelStreamMode.Silent),
            ("close", CancelStreamMode.Close)),
        new("keepalive_seconds", static (writer, o) => writer.WriteNumberValue(o.KeepAliveInterval.TotalSeconds), SetKeepAlive),
        Choice(
            "retry_after_header",
            static o => o.RetryAfterHeader,
            static (o, v) => o.RetryAfterHeader = v,
            ("off", RetryAfterMode.Off),
            ("seconds", RetryAfterMode.Seconds),
            ("date", RetryAfterMode.Date)),
        Choice("partials", static o => o.Partials, static (o, v) => o.Partials = v, ("temp_id", PartialsMode.TempId), ("no_id", PartialsMode.NoId)),
        Choice(
            "title",
            static o => o.Title,
            static (o, v) => o.Title = v,
            ("after_first_reply", TitleMode.AfterFirstReply),
            ("never", TitleMode.Never),
            ("immediately", TitleMode.Immediately)),
        Flag("rate_limits", static o => o.RateLimits, static (o, v) => o.RateLimits = v),
        new("rate_limit_scale", static (writer, o) => writer.WriteNumberValue(o.RateLimitScale), SetRateLimitScale),
        Flag("widget_limits", static o => o.WidgetLimits, static (o, v) => o.WidgetLimits = v),
        Count("widget_message_limit", 1, int.MaxValue, static o => o.WidgetMessageLimit, static (o, v) => o.WidgetMessageLimit = (int)v),
        Flag("widget_caches", static o => o.WidgetCaches, static (o, v) => o.WidgetCaches = v),
        Flag("quota_exhausted", static o => o.QuotaExhausted, static (o, v) => o.QuotaExhausted = v),
        Flag("deprecation_headers", static o => o.DeprecationHeaders, static (o, v) => o.DeprecationHeaders = v),
        Flag("critical_priority", static o => o.CriticalPriority, static (o, v) => o.CriticalPriority = v),
        Flag("view_patch", static o => o.ViewPatch, static (o, v) => o.ViewPatch = v),
        Flag("cancel_fails", static o => o.CancelFails, static (o, v) => o.CancelFails = v),
        Flag("append_fails", static o => o.AppendFails, static (o, v) => o.AppendFails = v),
        Count("max_recorded_requests", 0, int.MaxValue, static o => o.MaxRecordedRequests, static (o, v) => o.MaxRecordedRequests = (int)v),
        Count("max_recorded_bytes", 0, long.MaxValue, static o => o.MaxRecordedBytes, static (o, v) => o.MaxRecordedBytes = v),
    ];

    /// <summary>
    /// Sets all switches of an object, or none if one is invalid. A preset is applied first, wherever it is in the object.
    /// </summary>
    public static void Set(FakeConversationsOptions options, JsonElement changes)
    {
        // Tried on a copy first, so that a mistake in a later switch leaves the earlier ones unchanged.
        var trial = new FakeConversationsOptions();
        foreach (FakeConversationsOptions? target in new[] { trial, options })
        {
            foreach (JsonProperty change in changes.EnumerateObject().OrderBy(static change => change.Name != Preset))
            {
                Set(target, change.Name, change.Value);
            }
        }
    }

    public static void Set(FakeConversationsOptions options, string name, JsonElement value)
    {
        if (name == Preset)
        {
            SetPreset(options, value);
            return;
        }

        Switch found = Array.Find(All, candidate => candidate.Name == name)
            ?? throw new ControlMistake($"There is no switch \"{name}\"; there are {string.Join(", ", All.Select(static known => known.Name))}, {Preset}.", name);
        found.Set(options, value);
    }

    public static void Write(Utf8JsonWriter writer, FakeConversationsOptions options)
    {
        writer.WriteStartObject();
        foreach (Switch known in All)
        {
            writer.WritePropertyName(known.Name);
            known.Write(writer, options);
        }

        writer.WriteEndObject();
    }

    private static Switch Choice<T>(
        string name, Func<FakeConversationsOptions, T> get, Action<FakeConversationsOptions, T> set, params (string Name, T Value)[] values)
        where T : struct, Enum => new(
            name,
            (writer, options) =>
                writer.WriteStringValue(Array.Find(values, value => EqualityComparer<T>.Default.Equals(value.Value, get(options))).Name),
            (options, value) =>
            {
                int index = value.ValueKind == JsonValueKind.String ? Array.FindIndex(values, known => value.ValueEquals(known.Name)) : -1;
                set(options, index >= 0 ? values[index].Value : throw new ControlMistake($"{name} is one of {string.Join(", ", values.Select(static known => known.Name))}.", name));
            });

    private static Switch Flag(string name, Func<FakeConversationsOptions, bool> get, Action<FakeConversationsOptions, bool> set) => new(
        name,
        (writer, options) => writer.WriteBooleanValue(get(options)),
        (options, value) =>
            set(
                options,
                value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw new ControlMistake($"{name} is true or false.", name)));

    private static Switch Count(
        string name, long least, long most, Func<FakeConversationsOptions, long> get, Action<FakeConversationsOptions, long> set) => new(
        name,
        (writer, options) => writer.WriteNumberValue(get(options)),
        (options, value) => set(
            options,
            value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number) && number >= least && number <= most
                ? number
                : throw new ControlMistake($"{name} is a whole number, {least} or more.", name)));

    private static void SetPreset(FakeConversationsOptions options, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String || !value.ValueEquals(NewestService))
        {
            throw new ControlMistake($"{Preset} is {NewestService}.", Preset);
        }

        options.SetToNewestService();
    }

    private static void SetRateLimitScale(FakeConversationsOptions options, JsonElement value)
    {
        const string Name = "rate_limit_scale";
        options.RateLimitScale = value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double share) && share is > 0 and <= 1
            ? share
            : throw new ControlMistake($"{Name} is a number above 0 and at most 1.", Name);
    }

    private static void SetKeepAlive(FakeConversationsOptions options, JsonElement value)
    {
        const string Name = "keepalive_seconds";
        options.KeepAliveInterval = value.ValueKind == JsonValueKind.Number
            && value.TryGetDouble(out double seconds)
            && seconds is > 0 and < 1e6
            ? TimeSpan.FromSeconds(seconds)
            : throw new ControlMistake($"{Name} is a number of seconds above 0.", Name);
    }

    private sealed record Switch(
        string Name, Action<Utf8JsonWriter, FakeConversationsOptions> Write, Action<FakeConversationsOptions, JsonElement> Set);
}
