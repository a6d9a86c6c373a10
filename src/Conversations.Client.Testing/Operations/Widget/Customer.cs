using System.Text;
using Conversations.Client.Testing.Exchange;
using Conversations.Client.Testing.State;
using Conversations.Client.Testing.State.Caches;

namespace Conversations.Client.Testing.Operations.Widget;

/// <summary>Why a ticket is a customer's.</summary>
internal enum Ownership
{
    /// <summary>It is somebody else's.</summary>
    None,

    /// <summary>Its distinct id belongs to the person whose id was signed.</summary>
    Person,

    /// <summary>Its distinct id is the address of a claim.</summary>
    Email,

    /// <summary>It has the session's id.</summary>
    Session,
}

/// <summary>Who a request comes from, verified (docs/service/neighbours.md 1.2).</summary>
internal sealed class Customer
{
    private readonly int _project;
    private readonly IReadOnlyList<string> _ids;
    private readonly Guid? _session;
    private readonly string? _email;
    private readonly string? _hash;

    private Customer(WidgetCall call, CustomerFields sent)
    {
        bool isSigned = sent.HasIdentity;
        _project = call.Project.Id;
        SignedId = isSigned ? sent.SignedId : null;
        _hash = isSigned ? sent.Hash : null;
        _ids = isSigned ? call.State.Directory.DistinctIdsOfPerson(call.Project.Id, sent.SignedId!) : [];
        _email = isSigned ? Signatures.Email(call.Project.Widget, sent, call.State.Now) : null;

        // In the legacy version the identity alone counts.
        _session = isSigned && !call.IsCurrent ? null : sent.Session;
    }

    /// <summary>Null: nobody vouches for the customer.</summary>
    public string? SignedId { get; }

    /// <summary>The session of a new ticket. With an identity it is made of the hash, so half the hash opens the ticket too.</summary>
    public Guid SessionOfNewTicket => _hash is { } hash ? Guid.ParseExact(hash[..32], "N") : _session!.Value;

    public static Customer Verify(WidgetCall call, CustomerFields sent)
    {
        if (sent.HasIdentity && !Signatures.FitsIdentity(call.Project.Widget, sent, call.IsCurrent))
        {
            throw !Ascii.IsValid(sent.Hash!) && call.Project.Widget.Secret is not null ? Refusal.ServerError() : Forbidden();
        }

        return new Customer(call, sent);
    }

    /// <summary>Whether the ticket is in the project and the customer's.</summary>
    public bool Has(TicketRow ticket) => ticket.Project == _project && Owns(ticket) != Ownership.None;

    /// <summary>Returns why the ticket is the customer's, and refuses the request if it is not.</summary>
    public Ownership Require(TicketRow ticket) => Owns(ticket) is not Ownership.None and var found ? found : throw Forbidden();

    public WidgetListKey ListKey(string? status) => new(_project, _session, SignedId, _email, status);

    private static Refusal Forbidden() => Refusal.Error(403, "Forbidden");

    // Only where the channel has proven the address: a verified ticket, or one imported from Zendesk.
    private static bool IsOfAddress(TicketRow ticket, string email) =>
        ticket.ChannelSource != "widget"
        && ticket.DistinctId.Equals(email, StringComparison.OrdinalIgnoreCase)
        && (ticket.IdentityVerified == true || ticket is { IdentityVerified: null, ZendeskTicketId: not null });

    private Ownership Owns(TicketRow ticket) => ticket switch
    {
        _ when _ids.Contains(ticket.DistinctId) => Ownership.Person,
        _ when _email is not null && IsOfAddress(ticket, _email) => Ownership.Email,
        _ when _session is not null && ticket.WidgetSessionId == _session => Ownership.Session,
        _ => Ownership.None,
    };
}
