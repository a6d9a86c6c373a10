namespace Conversations.Client.Pipeline.Answers;

/// <summary>Takes the bodies of answers into memory, counted, and so that whoever gives up leaves nothing reading behind.</summary>
internal static class Bodies
{
    private const int FirstBufferBytes = 4096;

    // What a server says of its length is believed so far before the bytes are there.
    private const int LargestFirstBufferBytes = 1024 * 1024;

    /// <summary>Takes a whole body in, in the place of the stream that it came as.</summary>
    /// <returns>False: it is longer than that.</returns>
    internal static async Task<bool> TryLoadAsync(HttpResponseMessage response, int maxBytes, CancellationToken cancellationToken)
    {
        var content = response.Content;
        var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            var body = new Body(maxBytes, (int)Math.Min(content.Headers.ContentLength ?? FirstBufferBytes, LargestFirstBufferBytes));
            if (!await body.FillAsync(stream, cancellationToken).ConfigureAwait(false) && await stream.ReadAsync(new byte[1], cancellationToken).ConfigureAwait(false) > 0)
            {
                return false;
            }

            response.Content = body.ToContent(content);
            return true;
        }
    }

    /// <summary>The headers of one content on another, but those that say how long it was and how it was packed.</summary>
    internal static void CopyHeaders(HttpContent from, HttpContent to)
    {
        foreach (var (name, values) in from.Headers.NonValidated)
        {
            if (!name.Equals("Content-Encoding", StringComparison.OrdinalIgnoreCase) && !name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
            {
                _ = to.Headers.TryAddWithoutValidation(name, values);
            }
        }
    }

    /// <summary>What has come of a body.</summary>
    internal sealed class Body(int maxBytes, int capacity = FirstBufferBytes)
    {
        // One more than is announced, so that the end is seen without growing.
        private byte[] _bytes = new byte[Math.Min(maxBytes, capacity + 1)];

        internal int Length { get; private set; }

        internal byte[] Bytes => _bytes;

        /// <summary>Reads to the end, or until it is full.</summary>
        /// <returns>Whether the end was reached.</returns>
        internal async Task<bool> FillAsync(Stream stream, CancellationToken cancellationToken)
        {
            while (Length < maxBytes)
            {
                if (Length == _bytes.Length)
                {
                    Array.Resize(ref _bytes, (int)Math.Min(maxBytes, Math.Min(2L * Length, Array.MaxLength)));
                }

                var count = await stream.ReadAsync(_bytes.AsMemory(Length), cancellationToken).ConfigureAwait(false);
                if (count == 0)
                {
                    return true;
                }

                Length += count;
            }

            return false;
        }

        internal ByteArrayContent ToContent(HttpContent from)
        {
            var content = new ByteArrayContent(_bytes, 0, Length);
            CopyHeaders(from, content);
            return content;
        }
    }
}
