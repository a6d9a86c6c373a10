using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Conversations.Client.Testing.Wire;

/// <summary>
/// Escapes only what JSON requires, like the service. .NET's relaxed encoder also escapes characters beyond the basic plane. An emoji would
/// then not arrive as the bytes that a client must be able to read in parts.
/// </summary>
internal sealed class RawTextEncoder : JavaScriptEncoder
{
    private const int ControlCharacters = 0x20;

    private static readonly SearchValues<byte> EscapedBytes = SearchValues.Create(
        [.. Enumerable.Range(0, ControlCharacters).Select(code => (byte)code), (byte)'"', (byte)'\\']);

    // The characters that are escaped, and the halves of surrogate pairs, which may stand alone.
    private static readonly SearchValues<char> Suspects = SearchValues.Create(
        [
            .. Enumerable.Range(0, ControlCharacters).Select(code => (char)code), '"', '\\',
            .. Enumerable.Range(0xD800, 0x800).Select(code => (char)code)]);

    public static RawTextEncoder Instance { get; } = new();

    public override int MaxOutputCharactersPerInputCharacter => "\\u0000".Length;

    public override bool WillEncode(int unicodeScalar) => unicodeScalar is < ControlCharacters or '"' or '\\';

    public override unsafe int FindFirstCharacterToEncode(char* text, int textLength)
    {
        var characters = new ReadOnlySpan<char>(text, textLength);
        int start = 0;
        while (characters[start..].IndexOfAny(Suspects) is >= 0 and int offset)
        {
            int index = start + offset;
            bool isPair = char.IsHighSurrogate(characters[index])
                && index + 1 < characters.Length
                && char.IsLowSurrogate(characters[index + 1]);
            if (!isPair)
            {
                return index;
            }

            start = index + 2;
        }

        return -1;
    }

    public override int FindFirstCharacterToEncodeUtf8(ReadOnlySpan<byte> utf8Text) =>
        Utf8.IsValid(utf8Text) ? utf8Text.IndexOfAny(EscapedBytes) : base.FindFirstCharacterToEncodeUtf8(utf8Text);

    public override unsafe bool TryEncodeUnicodeScalar(int unicodeScalar, char* buffer, int bufferLength, out int numberOfCharactersWritten)
    {
        string escape = unicodeScalar switch
        {
            '"' => "\\\"",
            '\\' => "\\\\",
            '\n' => "\\n",
            '\r' => "\\r",
            '\t' => "\\t",
            '\b' => "\\b",
            '\f' => "\\f",
            < ControlCharacters => $"\\u{unicodeScalar:x4}",
            _ => char.ConvertFromUtf32(unicodeScalar),
        };
        bool fits = escape.AsSpan().TryCopyTo(new Span<char>(buffer, bufferLength));
        numberOfCharactersWritten = fits ? escape.Length : 0;
        return fits;
    }
}
