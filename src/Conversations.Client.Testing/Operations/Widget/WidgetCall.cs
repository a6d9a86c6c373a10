using System.Text.Json;
using Conversations.Client.Testing.Exchange;
using Conversations.Client.Testing.Routing;
using Conversations.Client.Testing.State;
using Conversations.Client.Testing.Wire;

namespace Conversations.Client.Testing.Operations.Widget;

/// <summary>A request of a customer whose token names a project. Who the customer is says the request itself.</summary>
internal sealed class WidgetCall
{
    private const string SessionField = "widget_session_id";

    private readonly RouteMatch _match;

    public WidgetCall(FakeState state, FakeRequest request, RouteMatch match, ProjectRow project)
    {
        (State, Request, _match, Project) = (state, request, match, project);
        var query = QueryParameters.Parse(request.Query);

        // The limit looks into the body of every request for the session, and fails if it is no object (docs/service/neighbours.md 1.6).
        JsonElement body = JsonBody.Read(request);
        if (body.ValueKind != JsonValueKind.Object)
        {
            throw Refusal.ServerError();
        }

        SentSession = SessionIn(body) ?? query.Last(SessionField);
        Fields = IsRead ? Parameters(query) : body;
    }

    public FakeState State { get; }

    public FakeRequest Request { get; }

    public ProjectRow Project { get; }

    public bool IsCurrent => State.IsCurrent;

    public bool IsRead => Request.Method == "GET";

    /// <summary>The session as it was sent, for the limit. Null: none.</summary>
    public string? SentSession { get; }

    /// <summary>What was sent: the body, or the parameters of a request that reads.</summary>
    public JsonElement Fields { get; }

    /// <summary>Finds the ticket in the path.</summary>
    public TicketRow FindTicket() => Find(Guid.Parse(_match.Values["ticket"]));

    public TicketRow Find(Guid id) => State.Tickets.Find(Project.Id, id) ?? throw Refusal.Error(404, "Ticket not found");

    /// <summary>Whether the framework's language takes a value for true.</summary>
    public static bool IsTrue(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!.Length > 0,
        JsonValueKind.Number => value.GetDouble() != 0,
        JsonValueKind.Array => value.GetArrayLength() > 0,
        JsonValueKind.Object => value.EnumerateObject().Any(),
        JsonValueKind.True => true,
        _ => false,
    };

    private static string? SessionIn(JsonElement body)
    {
        if (!body.TryGetProperty(SessionField, out JsonElement session) || !IsTrue(session))
        {
            return null;
        }

        return session.ValueKind == JsonValueKind.String ? session.GetString() : throw Refusal.ServerError();
    }

    // An empty parameter counts as absent.
    private static JsonElement Parameters(QueryParameters query) => WireJson.ToElement(query, static (writer, parameters) =>
    {
        writer.WriteStartObject();
        foreach (string name in parameters.Names)
        {
            if (parameters.Last(name) is { Length: > 0 } value)
            {
                writer.WriteString(name, value);
            }
        }

        writer.WriteEndObject();
    });
}
