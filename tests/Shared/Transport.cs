namespace Conversations.Tests;

/// <summary>The two ways of reaching a server in tests.</summary>
public enum Transport
{
    /// <summary>A message handler, without a socket.</summary>
    InMemory,

    /// <summary>A real HTTP server on loopback, and the client's own socket.</summary>
    Kestrel,
}
