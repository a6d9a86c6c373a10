namespace Conversations.Client.Testing.SeedFiles;

/// <summary>Reads the entries of the directory, such as projects, users and keys.</summary>
internal static class DirectorySeedReader
{
    public static ProjectSeed Project(SeedNode node)
    {
        _ = node.Object(
            "id", "timezone", "support_enabled", "organization", "widget_token", "secret_token", "secret_token_backup", "widget_domains",
            "widget_enabled");
        var seed = new ProjectSeed { Id = node.Get("id").Int32() };
        return seed with
        {
            Timezone = node.Find("timezone") is { } zone ? TimeZoneName(zone) : seed.Timezone,
            SupportEnabled = node.Find("support_enabled")?.Boolean() ?? seed.SupportEnabled,
            Organization = node.Find("organization")?.Text() ?? seed.Organization,
            WidgetToken = node.FindValue("widget_token")?.Text(),
            SecretToken = node.FindValue("secret_token")?.Text(),
            SecretTokenBackup = node.FindValue("secret_token_backup")?.Text(),
            WidgetDomains = node.Find("widget_domains") is { } domains ? Texts(domains) : seed.WidgetDomains,
            WidgetEnabled = node.Find("widget_enabled")?.Boolean() ?? seed.WidgetEnabled,
        };
    }

    public static UserSeed User(SeedNode node, SeedReferences known)
    {
        _ = node.Object("id", "email", "first_name", "last_name", "is_email_verified", "hedgehog_config", "role_at_organization", "projects");
        var seed = new UserSeed { Id = node.Get("id").Int64() };
        return seed with
        {
            Email = node.Find("email")?.Text(),
            FirstName = node.Find("first_name")?.Text() ?? seed.FirstName,
            LastName = node.Find("last_name")?.Text() ?? seed.LastName,
            IsEmailVerified = node.FindValue("is_email_verified")?.Boolean(),
            HedgehogConfig = node.FindValue("hedgehog_config")?.JsonObject(),
            RoleAtOrganization = node.FindValue("role_at_organization")?.Text(),
            Projects = node.Find("projects") is { } projects ? [.. projects.Items().Select(known.Project)] : known.DefaultProjects,
        };
    }

    public static RoleSeed Role(SeedNode node)
    {
        _ = node.Object("id", "name", "organization");
        var seed = new RoleSeed { Id = node.Get("id").Uuid(), Name = node.Get("name").Text() };
        return seed with { Organization = node.Find("organization")?.Text() ?? seed.Organization };
    }

    public static ApiKeySeed Key(SeedNode node, SeedReferences known)
    {
        _ = node.Object("key", "user", "scopes", "projects");
        var seed = new ApiKeySeed { Key = node.Get("key").Text() };
        return seed with
        {
            Scopes = node.Find("scopes") is { } scopes ? Texts(scopes) : seed.Scopes,
            Projects = node.FindValue("projects") is { } projects ? [.. projects.Items().Select(known.Project)] : null,
            User = known.UserOf(node),
        };
    }

    public static OAuthTokenSeed OAuthToken(SeedNode node, SeedReferences known)
    {
        _ = node.Object("token", "user", "scopes", "projects");
        var seed = new OAuthTokenSeed { Token = node.Get("token").Text() };
        return seed with
        {
            Scopes = node.Find("scopes") is { } scopes ? Texts(scopes) : seed.Scopes,
            Projects = node.FindValue("projects") is { } projects ? [.. projects.Items().Select(known.Project)] : null,
            User = known.UserOf(node),
        };
    }

    public static SessionSeed Session(SeedNode node, SeedReferences known)
    {
        _ = node.Object("session_id", "csrf_token", "user");
        var seed = new SessionSeed { SessionId = node.Get("session_id").Text(), CsrfToken = node.Get("csrf_token").Text() };
        return seed with { User = known.UserOf(node) };
    }

    public static PersonSeed Person(SeedNode node, SeedReferences known)
    {
        _ = node.Object("id", "project", "distinct_ids", "properties", "is_identified");
        return new PersonSeed
        {
            Id = node.Find("id")?.Uuid(),
            DistinctIds = node.Find("distinct_ids") is { } ids ? Texts(ids) : [],
            Properties = node.Find("properties")?.JsonObject(),
            IsIdentified = node.Find("is_identified")?.Boolean() ?? false,
            Project = known.ProjectOf(node),
        };
    }

    public static EmailChannelSeed EmailChannel(SeedNode node, SeedReferences known)
    {
        _ = node.Object("id", "project", "address", "verified");
        var seed = new EmailChannelSeed { Address = node.Get("address").Text() };
        return seed with
        {
            Id = node.Find("id")?.Uuid(),
            Verified = node.Find("verified")?.Boolean() ?? seed.Verified,
            Project = known.ProjectOf(node),
        };
    }

    private static string TimeZoneName(SeedNode node) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(node.Text(), out _)
            ? node.Text()
            : throw node.Mistake($"\"{node.Text()}\" is not the IANA name of a time zone.");

    private static string[] Texts(SeedNode node) => [.. node.Items().Select(item => item.Text())];
}
