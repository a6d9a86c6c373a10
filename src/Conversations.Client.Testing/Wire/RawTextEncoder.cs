using System.Text.Encodings.Web;

namespace Conversations.Client.Testing.Wire;

/// <summary>
/// Escapes what JSON demands and nothing else, as the service does. .NET's own relaxed encoder escapes characters
/// beyond the basic plane too, so an emoji would not arrive as the bytes a client must be able to read in parts.
/// </summary>
internal sealed class RawTextEncoder : JavaScriptEncoder
{
    private const int ControlCharacters = 0x20;

    public static RawTextEncoder Instance { get; } = new();

    public override int MaxOutputCharactersPerInputCharacter => "\\u0000".Length;

    public override bool WillEncode(int unicodeScalar) => unicodeScalar is < ControlCharacters or '"' or '\\';

    public override unsafe int FindFirstCharacterToEncode(char* text, int textLength)
    {
        var characters = new ReadOnlySpan<char>(text, textLength);
        for (int i = 0; i < characters.Length; i++)
        {
            if (WillEncode(characters[i]))
            {
                return i;
            }

            if (char.IsSurrogate(characters[i]))
            {
                bool isPair = char.IsHighSurrogate(characters[i]) && i + 1 < characters.Length && char.IsLowSurrogate(characters[i + 1]);
                if (!isPair)
                {
                    return i;
                }

                i++;
            }
        }

        return -1;
    }

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
