using WireMock.RequestBuilders;
using WireMock.Server;

namespace Conversations.Client.Testing.WireMock;

/// <summary>Adds the fake to an existing WireMock server.</summary>
public static class WireMockServerExtensions
{
    /// <summary>
    /// Mounts the fake below <c>/api/</c>, next to the server's own mappings. Every call gets its own response, streams are sent event by
    /// event, and WireMock logs each call when its response begins. WireMock still handles paths outside <c>/api/</c>.
    /// </summary>
    /// <param name="server">The running server. Clients call it at its <see cref="WireMockServer.Url"/>, with the project and key of the
    /// fake.</param>
    /// <param name="fake">The fake. The server does not dispose it. Dispose the fake first: open streams then end.</param>
    /// <param name="priority">The WireMock priority of the mount; the lowest number is asked first. Default: 1000. A mapping without its
    /// own priority has 0, so it takes precedence over the fake's route.</param>
    /// <returns>The id of the mapping. Pass it to <see cref="WireMockServer.DeleteMapping"/> to remove the fake.</returns>
    /// <remarks>
    /// Cuts, resets and hangs of <see cref="FakeConversationsServer.Faults"/> and of scripts reach the client as they do on a port of the
    /// fake. docs/fake-differences.md lists what WireMock adds, such as the header <c>Date</c> from the machine's clock.
    /// </remarks>
    public static Guid UseConversations(this WireMockServer server, FakeConversationsServer fake, int priority = 1000)
    {
        ArgumentNullException.ThrowIfNull(server);
        ArgumentNullException.ThrowIfNull(fake);
        IRespondWithAProvider mount = server
            .Given(Request.Create().WithPath("/api/*"))
            .WithTitle("Conversations")
            .AtPriority(priority);
        mount.RespondWith(new FakeProvider(fake.CreateHandler()));
        return mount.Guid;
    }
}
