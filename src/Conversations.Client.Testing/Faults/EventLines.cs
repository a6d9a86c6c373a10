namespace Conversations.Client.Testing.Faults;

/// <summary>
/// Reads the lines of an event stream byte by byte, however it is split, and with all line ends that the standard allows.
/// </summary>
internal sealed class EventLines
{
    private int _column;
    private int _dataMatched;
    private bool _hasField;
    private bool _isDataSeen;
    private bool _isAfterReturn;

    /// <summary>The place of a byte in the stream.</summary>
    internal enum Place
    {
        Other,

        /// <summary>The first byte of the data of an event.</summary>
        FirstOfData,

        /// <summary>The last byte of an event: the one that ends its blank line.</summary>
        EndOfEvent,
    }

    private static ReadOnlySpan<byte> Data => "data: "u8;

    public Place Read(byte value)
    {
        // The LF of a CRLF does not end another line.
        bool isSecondHalf = value == '\n' && _isAfterReturn;
        _isAfterReturn = value == '\r';
        if (isSecondHalf)
        {
            return Place.Other;
        }

        return value is (byte)'\r' or (byte)'\n' ? EndLine() : ReadInLine(value);
    }

    private Place EndLine()
    {
        bool isBlank = _column == 0;
        (_column, _dataMatched) = (0, 0);
        if (!isBlank || !_hasField)
        {
            return Place.Other;
        }

        (_hasField, _isDataSeen) = (false, false);
        return Place.EndOfEvent;
    }

    private Place ReadInLine(byte value)
    {
        // A line that begins with a colon is a comment. Comments alone make no event.
        _hasField |= _column == 0 && value != ':';
        if (_dataMatched == Data.Length && _column == Data.Length && !_isDataSeen)
        {
            _isDataSeen = true;
            _column++;
            return Place.FirstOfData;
        }

        _dataMatched += _column < Data.Length && _dataMatched == _column && value == Data[_column] ? 1 : 0;
        _column++;
        return Place.Other;
    }
}
