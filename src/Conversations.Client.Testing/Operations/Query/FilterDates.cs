using System.Globalization;
using System.Text.RegularExpressions;
using Conversations.Client.Testing.Wire;

namespace Conversations.Client.Testing.Operations.Query;

/// <summary>The dates of filters (docs/service/tickets.md 5.4): absolute or relative. Any other text means now.</summary>
internal static partial class FilterDates
{
    private static readonly string[] ShortForms = ["yyyy", "yyyy-MM"];

    private const int DaysInWeek = 7;

    public static DateTimeOffset Evaluate(string text, DateTimeOffset now, TimeZoneInfo zone)
    {
        string trimmed = text.Trim();
        if ((!IsUnpaddedWithTime(trimmed) && WireTime.TryParse(trimmed, zone, out DateTimeOffset absolute))
            || TryShortForm(trimmed, zone, out absolute))
        {
            return absolute;
        }

        // The first match anywhere counts, so "30min" is thirty months ago and "yesterday" is now.
        Match match = Relative().Match(trimmed);
        return match.Success ? Ago(match, now, zone) : now;
    }

    // A date without a time may lack leading zeros. With a time it is not a date here, although a body may contain it.
    private static bool IsUnpaddedWithTime(string text) => UnpaddedWithTime().IsMatch(text);

    private static bool TryShortForm(string text, TimeZoneInfo zone, out DateTimeOffset instant)
    {
        instant = default;
        return (DateTime.TryParseExact(text, ShortForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime day)
                || TryWeekOrDayOfYear(text, out day))
            && WireTime.TryAt(day, zone, out instant);
    }

    // ISO 8601 also has the forms 2026-W23-3 and 2026-154. Their W is not a unit.
    private static bool TryWeekOrDayOfYear(string text, out DateTime day)
    {
        day = default;
        Match match = WeekOrDayOfYear().Match(text);
        if (!match.Success || Number("year") is not (> 0 and < 9999 and int year))
        {
            return false;
        }

        if (Number("week") is { } week)
        {
            day = week >= 1 && week <= ISOWeek.GetWeeksInYear(year)
                ? ISOWeek.ToDateTime(year, week, (DayOfWeek)((Number("weekday") ?? 1) % DaysInWeek))
                : default;
        }
        else if (Number("day") is { } ofYear)
        {
            day = ofYear >= 1 && ofYear <= (DateTime.IsLeapYear(year) ? 366 : 365) ? new DateTime(year, 1, 1).AddDays(ofYear - 1) : default;
        }

        return day != default;

        int? Number(string name) =>
            match.Groups[name] is { Success: true } group
                ? int.Parse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture)
                : null;
    }

    private static DateTimeOffset Ago(Match match, DateTimeOffset now, TimeZoneInfo zone)
    {
        bool hasNumber = int.TryParse(match.Groups["number"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out int number);
        int count = hasNumber ? number : 0;
        string unit = match.Groups["unit"].Value;
        try
        {
            DateTimeOffset shifted = unit switch
            {
                "h" => now.AddHours(-count),
                "d" => now.AddDays(-count),
                "w" => now.AddDays(-7.0 * count),
                "q" => now.AddDays(-7.0 * 13 * count),
                "M" => now.AddMinutes(-count),
                "s" => now.AddSeconds(-count),
                "m" => Local(now, zone, local => local.AddMonths(-count)),
                "y" => Local(now, zone, local => local.AddYears(-count)),
                _ => now,
            };
            string position = match.Groups["position"].Value;
            return position.Length == 0 ? shifted : Local(shifted, zone, local => AtEdge(local, unit, position == "Start"));
        }
        catch (ArgumentOutOfRangeException)
        {
            // Before the first date that exists, so earlier than every ticket.
            return DateTimeOffset.MinValue;
        }
    }

    private static DateTime AtEdge(DateTime local, string unit, bool isStart) => unit switch
    {
        "h" => isStart ? local.Date.AddHours(local.Hour) : local.Date.AddHours(local.Hour + 1).AddMicroseconds(-1),
        "d" => isStart ? local.Date : local.Date.AddDays(1).AddMicroseconds(-1),
        "m" => OnDay(local, local.Month, isStart ? 1 : DateTime.DaysInMonth(local.Year, local.Month)),
        "y" => isStart ? OnDay(local, 1, 1) : OnDay(local, 12, 31),
        _ => local,
    };

    private static DateTime OnDay(DateTime local, int month, int day) => new DateTime(local.Year, month, day) + local.TimeOfDay;

    private static DateTimeOffset Local(DateTimeOffset instant, TimeZoneInfo zone, Func<DateTime, DateTime> change) =>
        WireTime.TryAt(change(TimeZoneInfo.ConvertTime(instant, zone).DateTime), zone, out DateTimeOffset changed) ? changed : instant;

    [GeneratedRegex("^[0-9]{4}-([0-9]-[0-9]{1,2}|[0-9]{2}-[0-9])[T ]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex UnpaddedWithTime();

    [GeneratedRegex("^(?<year>[0-9]{4})-?(W(?<week>[0-9]{2})(-?(?<weekday>[1-7]))?|(?<day>[0-9]{3}))$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WeekOrDayOfYear();

    [GeneratedRegex("-?(?<number>[0-9]+)?(?<unit>[hdwmqysHDWMQY])(?<position>Start|End)?", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Relative();
}
