using WireMock.RequestBuilders;
using WireMock.Server;

namespace Conversations.Client.Testing.WireMock;

/// <summary>Puts the fake on a WireMock server that is there already.</summary>
public static class WireMockServerExtensions
{
    /// <summary>
    /// Mounts the fake below <c>/api/</c>, beside the server's own mappings. Every call has its own answer, streams are sent event by
    /// event, and WireMock logs each call when its answer begins. Paths outside <c>/api/</c> stay WireMock's.
    /// </summary>
    /// <param name="server">
    /// The running server. Clients call it at its <see cref="WireMockServer.Url"/>, with project and key of the fake.
    /// </param>
    /// <param name="fake">The fake. It is not disposed with the server; dispose it first, and streams that are still open end.</param>
    /// <param name="priority">WireMock's priority of the mount, where the lowest number is asked first. Default: 1000, so that a mapping
    /// without a priority of its own, which has 0, takes the place of the fake's route.</param>
    /// <returns>The id of the mapping, with which <see cref="WireMockServer.DeleteMapping"/> takes the fake down again.</returns>
    /// <remarks>
    /// Cuts, resets and hangs of <see cref="FakeConversationsServer.Faults"/> and of scripts reach the caller as they do on a port of the
    /// fake.
    /// What WireMock adds, such as the header <c>Date</c> from the machine's clock, is in docs/fake-differences.md.
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
