using System.Globalization;

namespace Conversations.Client;

/// <summary>A time bound for <c>updated_at</c>: an age, an instant, or a text in the service's own form.</summary>
public sealed record DateFilter
{
    private readonly string _text;

    private DateFilter(string text) => _text = text;

    /// <summary>A time before the service's current time, to the second.</summary>
    /// <param name="age">
    /// The age: zero or more, in whole seconds. Sent in the largest unit of fixed length that fits, such as <c>-7d</c> or <c>-90M</c>.
    /// </param>
    /// <returns>The filter.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The age is negative or not a whole number of seconds.</exception>
    public static DateFilter Ago(TimeSpan age)
    {
        if (age < TimeSpan.Zero || age.Ticks % TimeSpan.TicksPerSecond != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(age), age, "The service reads whole seconds before now: give zero or more, without a fraction of a second.");
        }

        // Days, hours, minutes (M) and seconds have a fixed length. Weeks are 7 days; months (m) and years have no fixed length.
        (long number, char unit) = age.Ticks switch
        {
            var ticks when ticks % TimeSpan.TicksPerDay == 0 => (ticks / TimeSpan.TicksPerDay, 'd'),
            var ticks when ticks % TimeSpan.TicksPerHour == 0 => (ticks / TimeSpan.TicksPerHour, 'h'),
            var ticks when ticks % TimeSpan.TicksPerMinute == 0 => (ticks / TimeSpan.TicksPerMinute, 'M'),
            var ticks => (ticks / TimeSpan.TicksPerSecond, 's'),
        };
        return new(string.Create(CultureInfo.InvariantCulture, $"-{number}{unit}"));
    }

    /// <summary>An instant.</summary>
    /// <param name="instant">Sent in ISO 8601 with its offset.</param>
    /// <returns>The filter.</returns>
    public static DateFilter At(DateTimeOffset instant) => new(instant.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFzzz", CultureInfo.InvariantCulture));

    /// <summary>A text in the service's own form, such as <c>-1mStart</c> or <c>2026-01-31</c>.</summary>
    /// <param name="text">Sent as it is. A text that the service cannot read counts as now, without an error.</param>
    /// <returns>The filter.</returns>
    /// <exception cref="ArgumentException">The text is empty.</exception>
    public static DateFilter Raw(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return string.IsNullOrWhiteSpace(text)
            ? throw new ArgumentException("The text is empty or only spaces: give a date or an age such as -7d, or leave the filter out.", nameof(text))
            : new(text);
    }

    /// <summary>The text in a query.</summary>
    /// <returns>The wire text.</returns>
    public override string ToString() => _text;
}
