using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Conversations.Client.Tests.Configuration;

/// <summary>A key or password that was put into the wrong option appears in no message and no ToString.</summary>
public sealed class SecretOptionsTests
{
    private const string Secret = "phx_SECRETsecret";

    private static readonly string[] Keys =
    [
        "ProjectId", "BaseAddress", "ApiKey", "RequestTimeout", "MaxErrorBodyBytes", "PathPrefix", "UserAgentSuffix",
        "Retry:MaxAttempts", "Retry:BaseDelay", "Retry:MaxDelay", "Retry:TotalTimeout", "Retry:RepeatIdenticalMessages",
        "Streaming:ByteIdleTimeout", "Streaming:EventIdleTimeout", "Streaming:Reconnect", "Streaming:MaxReconnects", "Streaming:MaxEventBytes", "Streaming:ConfirmEnd",
    ];

    /// <summary>A secret alone, and where it can be read as an address, a number or a word.</summary>
    private static readonly string[] Forms =
    [
        Secret, Secret + " two", Secret + "\r\nX-Evil: 1", $"\"{Secret}\"", $" {Secret}", $"{Secret}/", $"/{Secret}",
        $"http://me:{Secret}@host.example", $"https://me:{Secret}@host.example", $"ftp://me:{Secret}@host.example", $"//me:{Secret}@host.example", $"me:{Secret}@host.example",
        $"https://host.example/{Secret}", $"https://host.example/?key={Secret}", $"https://host.example/#{Secret}", $"http://host.example/{Secret}", $"https:{Secret}", $"{Secret}://host.example",
        $"https://{Secret}@host.example", $"file:///{Secret}", $"\\\\host\\{Secret}", $"https://[{Secret}]", $"https://host.example:{Secret}", $"http://{Secret}", $"mailto:{Secret}@host.example",
    ];

    public static IEnumerable<object[]> Configured => from key in Keys from form in Forms select new object[] { key, form };

    public static TheoryData<string> Addresses => [.. Forms];

    [Theory, MemberData(nameof(Configured))]
    public void No_configured_value_that_is_wrong_is_quoted(string key, string value)
    {
        var values = new Dictionary<string, string?> { ["ProjectId"] = "1", ["ApiKey"] = "phx_fine", [key] = value };
        var services = new ServiceCollection();
        services.AddConversationsClient(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
        ConversationsClientOptions? options = null;
        services.PostConfigureAll<ConversationsClientOptions>(made => options = made);
        using ServiceProvider provider = services.BuildServiceProvider();

        Exception? error = Record.Exception(provider.GetRequiredService<IStartupValidator>().Validate);

        // A key in its own option is valid, and so is any sendable text as the suffix of the User-Agent.
        Assert.True(error is OptionsValidationException || (key is "ApiKey" or "UserAgentSuffix" && error is null), error?.ToString());
        Hides(error?.ToString());
        Hides(options?.ToString());
        if (error is OptionsValidationException { Failures: var failures })
        {
            Assert.StartsWith(key, Assert.Single(failures).Replace('.', ':'), StringComparison.Ordinal);
        }
    }

    [Theory, MemberData(nameof(Addresses))]
    public void No_address_or_project_of_code_is_quoted(string text)
    {
        if (Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out Uri? address))
        {
            var options = new ConversationsClientOptions { ProjectId = "1", ApiKey = "phx_fine", BaseAddress = address };
            Hides(options.ToString());
            Hides(Assert.Throws<OptionsValidationException>(() => new ConversationsClient(options)).ToString());
        }

        var wrong = new ConversationsClientOptions { ProjectId = text, ApiKey = "phx_fine" };
        Hides(wrong.ToString());
        Hides(Assert.Throws<OptionsValidationException>(() => new ConversationsClient(wrong)).ToString());
    }

    [Theory, MemberData(nameof(Addresses))]
    public async Task No_id_that_is_wrong_is_quoted(string text)
    {
        await using var stub = StubServer.InMemory();
        using ConversationsClient client = stub.CreateClient();

        Hides(Assert.Throws<ArgumentException>(() => client.With(text)).ToString());
        Hides((await Record.ExceptionAsync(() => client.Views.GetAsync(text + "/")))!.ToString());
        Hides((await Record.ExceptionAsync(() => client.Api.GetTicketAsync(text + "/", "1")))!.ToString());
        Hides((await Record.ExceptionAsync(() => client.Api.GetTicketAsync("1", text + "\\")))!.ToString());
        Hides(Assert.Throws<FormatException>(() => TicketId.Parse(text, null)).ToString());
        Assert.Empty(stub.Requests);
    }

    [Fact]
    public void What_is_right_is_still_shown()
    {
        Assert.Equal("ConversationsClientOptions { ProjectId = 12345, BaseAddress = https://us.posthog.com }", new ConversationsClientOptions { ProjectId = "12345", ApiKey = Secret }.ToString());
        Assert.Equal("ConversationsClientOptions { ProjectId = @current, BaseAddress = http://localhost:8080 }", new ConversationsClientOptions { ProjectId = "@current", BaseAddress = new("http://localhost:8080/") }.ToString());
        Assert.Equal("ConversationsClientOptions { ProjectId = (none), BaseAddress = (none) }", new ConversationsClientOptions { BaseAddress = null }.ToString());
        Assert.Equal("ConversationsClientOptions { ProjectId = (not a project), BaseAddress = (not an origin) }", new ConversationsClientOptions { ProjectId = Secret, BaseAddress = new($"https://me:{Secret}@host.example") }.ToString());
    }

    /// <summary>Compares without case, because hosts are shown in lower case.</summary>
    private static void Hides(string? text) => Assert.DoesNotContain(Secret, text ?? "", StringComparison.OrdinalIgnoreCase);
}
