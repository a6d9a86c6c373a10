namespace Conversations.Client.Tests.RawRequests;

/// <summary>A body whose reading the test writes.</summary>
internal sealed class GivenBody(Func<Memory<byte>, CancellationToken, ValueTask<int>> read) : ReadOnlyStream
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        read(buffer, cancellationToken);
}
