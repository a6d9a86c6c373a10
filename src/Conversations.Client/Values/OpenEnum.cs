using System.Diagnostics;
using Conversations.Client.Values;

namespace Conversations.Client;

/// <summary>
/// A value of an enum that the service may extend: a member that this package knows, or the text of a newer one.
/// </summary>
/// <typeparam name="T">An enum of the contract, such as <see cref="TicketStatus"/>.</typeparam>
/// <remarks>
/// <para>It compares with and converts from <typeparamref name="T"/>. Switch on <see cref="Known"/>, which is <see langword="null"/> for
/// a value that is newer than this package. <see cref="Value"/> is the wire text in either case and can be sent again.</para>
/// <para>The default value has an empty <see cref="Value"/>: the service did not send the member. Two values are equal if their wire
/// texts are, with case. Reading a known value allocates nothing.</para>
/// </remarks>
[DebuggerDisplay("{Value}")]
public readonly struct OpenEnum<T> : IEquatable<OpenEnum<T>>, ISpanFormattable
    where T : struct, Enum
{
    private readonly string? _value;

    // The position in the table of known values plus one, so that the default of the struct is an unknown value.
    private readonly int _knownPosition;

    /// <summary>Creates a value from its wire text, known to this package or not.</summary>
    /// <param name="value">The text as the service writes it, such as <c>on_hold</c>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="value"/> is null.</exception>
    public OpenEnum(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        int position = EnumTable<T>.PositionOf(value);
        _value = position < 0 ? value : EnumTable<T>.NameAt(position);
        _knownPosition = position + 1;
    }

    private OpenEnum(int position)
    {
        _value = EnumTable<T>.NameAt(position);
        _knownPosition = position + 1;
    }

    /// <summary>The enum's member, or <see langword="null"/> when this package does not know the value.</summary>
    public T? Known => _knownPosition == 0 ? null : EnumTable<T>.MemberAt(_knownPosition - 1);

    /// <summary>The wire text; empty for the default value.</summary>
    public string Value => _value ?? "";

    /// <summary>Creates a value from a member of the enum.</summary>
    /// <param name="known">A defined member.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="known"/> is not a defined member, such as <c>(TicketStatus)99</c>, or
    /// <typeparamref name="T"/> is not an enum of the contract.</exception>
    public static implicit operator OpenEnum<T>(T known)
    {
        int position = EnumTable<T>.PositionOf(known);
        return position >= 0
            ? new(position)
            : throw new ArgumentOutOfRangeException(nameof(known), known, $"{known} is no value of {typeof(T).Name} that can be sent. Use a defined member, or new OpenEnum<{typeof(T).Name}>(\"wire text\") for a value newer than this package.");
    }

    /// <summary>The enum's member. Check <see cref="Known"/> first if the value may be newer than this package.</summary>
    /// <param name="value">A known value.</param>
    /// <exception cref="InvalidCastException">This package does not know the value.</exception>
    public static explicit operator T(OpenEnum<T> value) =>
        value.Known ?? throw new InvalidCastException($"\"{value.Value}\" is no {typeof(T).Name} that this package knows. Read Known or Value instead.");

    /// <summary>Whether two values have the same wire text.</summary>
    /// <param name="left">One value.</param>
    /// <param name="right">The other.</param>
    public static bool operator ==(OpenEnum<T> left, OpenEnum<T> right) => left.Equals(right);

    /// <summary>Whether two values have different wire texts.</summary>
    /// <param name="left">One value.</param>
    /// <param name="right">The other.</param>
    public static bool operator !=(OpenEnum<T> left, OpenEnum<T> right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(OpenEnum<T> other) =>
        _knownPosition == other._knownPosition && (_knownPosition != 0 || string.Equals(Value, other.Value, StringComparison.Ordinal));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj switch
    {
        OpenEnum<T> other => Equals(other),
        T known => Known is { } mine && EqualityComparer<T>.Default.Equals(mine, known),
        _ => false,
    };

    /// <inheritdoc/>
    public override int GetHashCode() => string.GetHashCode(Value, StringComparison.Ordinal);

    /// <summary>The wire text.</summary>
    /// <returns>The same as <see cref="Value"/>.</returns>
    public override string ToString() => Value;

    /// <inheritdoc/>
    public string ToString(string? format, IFormatProvider? formatProvider) => Value;

    /// <inheritdoc/>
    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider)
    {
        charsWritten = Value.TryCopyTo(destination) ? Value.Length : 0;
        return charsWritten == Value.Length;
    }

    /// <summary>The value at a position of the enum's table, without a search.</summary>
    internal static OpenEnum<T> At(int position) => new(position);
}
