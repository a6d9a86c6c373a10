using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Conversations.Client;

/// <summary>The identity of a ticket: its UUID, or its number in the project. The service accepts both.</summary>
/// <remarks>The default value names no ticket. It is refused before sending.</remarks>
[StructLayout(LayoutKind.Auto)]
public readonly struct TicketId : IEquatable<TicketId>, ISpanParsable<TicketId>, ISpanFormattable
{
    private readonly Guid _id;
    private readonly int _number;

    private TicketId(Guid id, int number)
    {
        _id = id;
        _number = number;
    }

    /// <summary>The ticket's UUID.</summary>
    /// <param name="id">The <see cref="Ticket.Id"/>.</param>
    public static implicit operator TicketId(Guid id) => new(id, 0);

    /// <summary>The ticket's number in the project.</summary>
    /// <param name="number">The <see cref="Ticket.TicketNumber"/>, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is less than 1.</exception>
    public static implicit operator TicketId(int number)
    {
        if (number < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(number), number, "A ticket's number is 1 or more: give its TicketNumber, or its UUID.");
        }

        return new(Guid.Empty, number);
    }

    /// <summary>Whether two values name the ticket in the same way. A UUID and a number are never equal.</summary>
    /// <param name="left">One value.</param>
    /// <param name="right">The other.</param>
    public static bool operator ==(TicketId left, TicketId right) => left.Equals(right);

    /// <summary>Whether two values name the ticket in different ways.</summary>
    /// <param name="left">One value.</param>
    /// <param name="right">The other.</param>
    public static bool operator !=(TicketId left, TicketId right) => !left.Equals(right);

    /// <summary>Reads a UUID or a number.</summary>
    /// <param name="s">The text.</param>
    /// <param name="provider">Not used.</param>
    /// <returns>The identity.</returns>
    /// <exception cref="FormatException">The text is neither.</exception>
    public static TicketId Parse(string s, IFormatProvider? provider)
    {
        ArgumentNullException.ThrowIfNull(s);
        return Parse(s.AsSpan(), provider);
    }

    /// <inheritdoc cref="Parse(string, IFormatProvider)"/>
    public static TicketId Parse(ReadOnlySpan<char> s, IFormatProvider? provider) =>
        TryParse(s, provider, out TicketId id) ? id : throw new FormatException("The text is neither a ticket's UUID nor its number.");

    /// <summary>Reads a UUID or a number.</summary>
    /// <param name="s">The text.</param>
    /// <param name="provider">Not used.</param>
    /// <param name="result">The identity.</param>
    /// <returns>Whether the text was one.</returns>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out TicketId result) =>
        TryParse(s.AsSpan(), provider, out result);

    /// <inheritdoc cref="TryParse(string, IFormatProvider, out TicketId)"/>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out TicketId result)
    {
        if (int.TryParse(s, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0)
        {
            result = number;
            return true;
        }

        if (Guid.TryParse(s, out Guid id) && id != Guid.Empty)
        {
            result = id;
            return true;
        }

        result = default;
        return false;
    }

    /// <inheritdoc/>
    public bool Equals(TicketId other) => _id == other._id && _number == other._number;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TicketId other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_id, _number);

    /// <summary>The text that goes into the path.</summary>
    /// <returns>The UUID or the number; empty for the default value.</returns>
    public override string ToString() =>
        _number > 0 ? _number.ToString(CultureInfo.InvariantCulture) : _id == Guid.Empty ? "" : _id.ToString();

    /// <inheritdoc/>
    public string ToString(string? format, IFormatProvider? formatProvider) => ToString();

    /// <inheritdoc/>
    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider)
    {
        if (_number > 0)
        {
            return _number.TryFormat(destination, out charsWritten, default, CultureInfo.InvariantCulture);
        }

        charsWritten = 0;
        return _id == Guid.Empty || _id.TryFormat(destination, out charsWritten);
    }

    /// <summary>The text for a path. Throws for the default value.</summary>
    internal string ToSegment(string parameter) => this == default
        ? throw new ArgumentException("The ticket's id is the default value and names no ticket: give its UUID or its number.", parameter)
        : ToString(format: null, CultureInfo.InvariantCulture);
}
