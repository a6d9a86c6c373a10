using System.Buffers.Binary;

namespace Conversations.Client.Testing.State;

/// <summary>
/// Makes ids. They are ordered by time and the same in every run on the same clock, so that a failing test can be compared between runs.
/// </summary>
internal sealed class IdSequence(TimeProvider time)
{
    private const string ShortIdLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private const int ShortIdLength = 8;

    private readonly Random _shortIds = new(Seed: 20260504);
    private ulong _last;

    // RFC 9562, section 5.7: version 7, with the counter instead of the random bits.
    public Guid Next()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, time.GetUtcNow().ToUnixTimeMilliseconds() << 16);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], ++_last);
        bytes[6] = 0x70;
        bytes[8] |= 0x80;
        return new Guid(bytes, bigEndian: true);
    }

    public string NextShortId() =>
        string.Create(ShortIdLength, _shortIds, static (text, random) =>
        {
            foreach (ref char letter in text)
            {
                letter = ShortIdLetters[random.Next(ShortIdLetters.Length)];
            }
        });
}
