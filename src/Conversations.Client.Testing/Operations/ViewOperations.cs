using System.Text.Json;
using Conversations.Client.Testing.Exchange;
using Conversations.Client.Testing.Operations.Query;
using Conversations.Client.Testing.Operations.Rules;
using Conversations.Client.Testing.State;
using Conversations.Client.Testing.Wire;

namespace Conversations.Client.Testing.Operations;

/// <summary>The saved views of a project, open to each of its members (docs/service/tickets.md 4).</summary>
internal static class ViewOperations
{
    private const int MaxNameCharacters = 400;

    public static FakeResponse List(Call call)
    {
        long caller = call.Caller.User.Id;
        IEnumerable<ViewRow> rows = call.State.Views.All.Where(row => row.Project == call.Project.Id);
        IOrderedEnumerable<ViewRow> ordered = rows
            .OrderByDescending(row => HasFavorites(call) && row.FavoritedBy.Contains(caller))
            .ThenByDescending(row => row.CreatedAt)
            .ThenByDescending(row => row.Id);
        return Pages.Answer(call, [.. ordered], mostRows: null, (writer, view) => Write(writer, call, view));
    }

    public static FakeResponse Create(Call call)
    {
        JsonElement body = call.ReadObject();
        string name = body.TryGetProperty("name", out JsonElement sent) ? Name(sent) : throw FieldRules.Required("name");
        JsonElement filters = Filters(call, body) ?? EmptyJson.Object;
        bool? isFavorited = IsFavorited(call, body);

        var view = new ViewRow
        {
            Id = call.State.Ids.Next(),
            ShortId = call.State.Ids.NextShortId(),
            Project = call.Project.Id,
            CreatedAt = call.State.Now,
            CreatedBy = call.Caller.User.Id,
            Name = name,
            Filters = filters,
        };
        Favorite(call, view, isFavorited);
        call.State.Views.Put(view);
        return Answer(call, 201, view);
    }

    public static FakeResponse Retrieve(Call call) => Answer(call, 200, Find(call));

    public static FakeResponse Update(Call call)
    {
        ViewRow view = Find(call);
        JsonElement body = call.ReadObject();
        string name = body.TryGetProperty("name", out JsonElement sent) ? Name(sent) : view.Name;
        JsonElement filters = Filters(call, body) ?? view.Filters;
        Favorite(call, view, IsFavorited(call, body));
        view.Name = name;
        view.Filters = filters;
        return Answer(call, 200, view);
    }

    public static FakeResponse Delete(Call call)
    {
        call.State.Views.Remove(Find(call));
        return FakeResponse.Empty(204);
    }

    private static string Name(JsonElement value) => FieldRules.Text(value, "name", MaxNameCharacters);

    private static JsonElement? Filters(Call call, JsonElement body) =>
        body.TryGetProperty("filters", out JsonElement filters) ? ViewFilterRules.Check(filters, call.State) : null;

    // Favourites were introduced together with changing views, so one option covers both (docs/service/tickets.md 12). Without favourites
    // the member is ignored.
    private static bool HasFavorites(Call call) => call.IsCurrent && call.State.Options.ViewPatch;

    private static bool? IsFavorited(Call call, JsonElement body) =>
        HasFavorites(call) && body.TryGetProperty("is_favorited", out JsonElement value) ? FieldRules.Boolean(value, "is_favorited") : null;

    private static void Favorite(Call call, ViewRow view, bool? isFavorited)
    {
        long caller = call.Caller.User.Id;
        _ = isFavorited switch
        {
            true => view.FavoritedBy.Add(caller),
            false => view.FavoritedBy.Remove(caller),
            null => false,
        };
    }

    private static ViewRow Find(Call call) =>
        call.State.Views.Find(call.Project.Id, call.Value("short_id")) ?? throw Refusal.NotFound();

    private static FakeResponse Answer(Call call, int status, ViewRow view) =>
        FakeResponse.Json(status, (call, view), static (writer, answer) => Write(writer, answer.call, answer.view));

    private static void Write(Utf8JsonWriter writer, Call call, ViewRow view) =>
        ViewJson.Write(writer, view, call.Caller.User.Id, call.State.Directory, HasFavorites(call));
}
