namespace Conversations.Client.Testing.State;

/// <summary>Owns the projects, users, roles, credentials, persons and e-mail channels.</summary>
internal sealed class DirectoryTable
{
    public Dictionary<int, ProjectRow> Projects { get; } = [];

    public Dictionary<long, UserRow> Users { get; } = [];

    public Dictionary<Guid, RoleRow> Roles { get; } = [];

    public Dictionary<(CredentialKind Kind, string Secret), CredentialRow> Credentials { get; } = [];

    public Dictionary<Guid, PersonRow> Persons { get; } = [];

    public Dictionary<Guid, EmailChannelRow> EmailChannels { get; } = [];

    private readonly Dictionary<(int Project, string DistinctId), PersonRow> _personByDistinctId = [];

    public void Clear()
    {
        Projects.Clear();
        Users.Clear();
        Roles.Clear();
        Credentials.Clear();
        Persons.Clear();
        EmailChannels.Clear();
        _personByDistinctId.Clear();
    }

    public ProjectRow? ProjectWithWidget(string token) => Projects.Values.FirstOrDefault(project => project.Widget.Token == token);

    /// <summary>The distinct ids that belong to the same person, the given one among them.</summary>
    public IReadOnlyList<string> DistinctIdsOfPerson(int project, string distinctId) =>
        PersonWithDistinctId(project, distinctId)?.DistinctIds ?? [distinctId];

    public CredentialRow? Credential(CredentialKind kind, string secret) => Credentials.GetValueOrDefault((kind, secret));

    public void Put(CredentialRow credential) => Credentials[(credential.Kind, credential.Secret)] = credential;

    public void Put(PersonRow person)
    {
        if (Persons.TryGetValue(person.Id, out PersonRow? replaced))
        {
            // An id that meanwhile belongs to another person stays there.
            foreach (string distinctId in replaced.DistinctIds.Where(id => PersonWithDistinctId(replaced.Project, id)?.Id == person.Id))
            {
                _ = _personByDistinctId.Remove((replaced.Project, distinctId));
            }
        }

        Persons[person.Id] = person;
        foreach (string distinctId in person.DistinctIds)
        {
            _personByDistinctId[(person.Project, distinctId)] = person;
        }
    }

    /// <summary>
    /// Returns the person with the ticket's distinct id. For an e-mail ticket, otherwise a person with the sender's address
    /// (docs/service/tickets.md 2.4).
    /// </summary>
    public PersonRow? PersonOf(TicketRow ticket)
    {
        bool mayAskAddress = ticket is { ChannelSource: "email", EmailFrom.Length: > 0, DistinctId.Length: > 0 };
        return PersonWithDistinctId(ticket.Project, ticket.DistinctId)
            ?? (mayAskAddress ? PersonWithEmail(ticket.Project, ticket.EmailFrom!) : null);
    }

    public bool IsMember(UserRow user, string organization) =>
        user.Projects.Any(id => Projects.TryGetValue(id, out ProjectRow? project) && project.Organization == organization);

    public PersonRow? PersonWithDistinctId(int project, string distinctId) => _personByDistinctId.GetValueOrDefault((project, distinctId));

    public PersonRow? PersonWithEmail(int project, string email) =>
        Persons.Values.FirstOrDefault(person =>
            person.Project == project && string.Equals(person.Email, email, StringComparison.OrdinalIgnoreCase));
}
