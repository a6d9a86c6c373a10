namespace Conversations.Tests;

/// <summary>The two ways to reach a server in tests.</summary>
public enum Transport
{
    /// <summary>A message handler, without a socket.</summary>
    InMemory,

    /// <summary>A real HTTP server on loopback, reached over the client's own socket.</summary>
    Kestrel,
}
