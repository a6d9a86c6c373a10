using System.Globalization;

namespace Conversations.Client.Testing.Wire;

/// <summary>How the service writes and reads instants.</summary>
internal static class WireTime
{
    private static readonly string[] DateForms = ["yyyy-MM-dd", "yyyy-M-d", "yyyyMMdd"];
    private static readonly string[] TimeForms =
    [
        "HH:mm:ss.FFFFFFF", "HH:mm:ss,FFFFFFF", "HH:mm:ss", "HH:mm", "H:m:s", "H:m", "HHmmss.FFFFFFF", "HHmmss", "HHmm", "HH",
    ];

    private static readonly string[] OffsetForms = ["hh\\:mm", "hhmm", "hh"];

    /// <summary>ISO 8601 in UTC. Microseconds are written only if they are not zero (docs/service/tickets.md 1.5).</summary>
    public static string Text(DateTimeOffset instant)
    {
        DateTime utc = instant.UtcDateTime;
        bool isWhole = utc.Ticks % TimeSpan.TicksPerSecond == 0;
        return utc.ToString(isWhole ? "yyyy-MM-ddTHH:mm:ssZ" : "yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture);
    }

    /// <summary>
    /// The same instant as Python's <c>isoformat</c> writes it. Queued messages use this form (docs/service/conversations.md 1.2).
    /// </summary>
    public static string PythonText(DateTimeOffset instant) => $"{Text(instant)[..^1]}+00:00";

    /// <summary>Reads a full date, with or without a time. Without an offset it is in <paramref name="zone"/>.</summary>
    public static bool TryParse(string text, TimeZoneInfo zone, out DateTimeOffset instant)
    {
        instant = default;
        int split = text.AsSpan().IndexOfAny('T', ' ');
        ReadOnlySpan<char> date = split < 0 ? text : text.AsSpan(0, split);
        if (!DateTime.TryParseExact(date, DateForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime day))
        {
            return false;
        }

        if (split < 0)
        {
            return TryAt(day, zone, out instant);
        }

        ReadOnlySpan<char> time = SplitOffset(text.AsSpan(split + 1).Trim(), out TimeSpan? offset);
        if (!DateTime.TryParseExact(time, TimeForms, CultureInfo.InvariantCulture, DateTimeStyles.NoCurrentDateDefault, out DateTime clock))
        {
            return false;
        }

        DateTime local = day + clock.TimeOfDay;
        return offset is { } known ? TryAt(local, known, out instant) : TryAt(local, zone, out instant);
    }

    public static bool TryAt(DateTime local, TimeZoneInfo zone, out DateTimeOffset instant) =>
        TryAt(local, zone.GetUtcOffset(DateTime.SpecifyKind(local, DateTimeKind.Unspecified)), out instant);

    private static bool TryAt(DateTime local, TimeSpan offset, out DateTimeOffset instant)
    {
        long ticks = local.Ticks - offset.Ticks;
        bool isInRange = ticks >= DateTimeOffset.MinValue.Ticks && ticks <= DateTimeOffset.MaxValue.Ticks;
        instant = isInRange ? new DateTimeOffset(ticks, TimeSpan.Zero) : default;
        return isInRange;
    }

    private static ReadOnlySpan<char> SplitOffset(ReadOnlySpan<char> time, out TimeSpan? offset)
    {
        offset = null;
        if (time.EndsWith("Z", StringComparison.OrdinalIgnoreCase))
        {
            offset = TimeSpan.Zero;
            return time[..^1].TrimEnd();
        }

        int sign = time.IndexOfAny('+', '-');
        if (sign >= 0 && TimeSpan.TryParseExact(time[(sign + 1)..], OffsetForms, CultureInfo.InvariantCulture, out TimeSpan size))
        {
            offset = time[sign] == '-' ? -size : size;
            return time[..sign].TrimEnd();
        }

        return time;
    }
}
