using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Conversations.Client.Testing;
using Xunit.Abstractions;

namespace Conversations.Conformance.Running;

/// <summary>
/// The service that all checks of a run share, one after the other: a real one if the environment names it, otherwise the fake on a port.
/// </summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "xunit ends it by IAsyncLifetime.")]
public sealed class Service : IAsyncLifetime
{
    private readonly IMessageSink? _output;
    private readonly FakeConversationsServer? _fake;
    private readonly Summary _summary = new();
    private readonly bool _mayRefuse;
    private Target? _target;
    private ConversationsClient? _client;
    private HttpClient? _http;

    public Service(IMessageSink output)
    {
        _target = Target.Read(Environment.GetEnvironmentVariable);

        // On the fake every check runs each time, so there is nothing to report.
        _output = _target is null ? null : output;
        _fake = _target is null ? NewFake() : null;

        // In a usual run the fake supports everything. A check that does not apply there would never be tried.
        _mayRefuse = _target is not null;
    }

    /// <summary>A separate service, for the tests of the suite itself.</summary>
    internal Service(FakeConversationsServer fake, IMessageSink output) => (_fake, _output, _mayRefuse) = (fake, output, true);

    /// <summary>The fake as the service is today, with a few tickets.</summary>
    internal static FakeConversationsServer NewFake()
    {
        var fake = new FakeConversationsServer(new FakeConversationsOptions { CreateTicket = CreateTicketMode.Refused });
        fake.Tickets.Add(new TicketSeed { Status = TicketStatus.New, Tags = ["billing"], UnreadTeamCount = 1 });
        fake.Tickets.Add(
            new TicketSeed { Status = TicketStatus.Open, Priority = TicketPriority.High, ChannelSource = ChannelSource.Email });
        fake.Tickets.Add(new TicketSeed { Status = TicketStatus.Resolved });
        return fake;
    }

    public async Task InitializeAsync()
    {
        _target ??= new Target { Address = (await _fake!.StartAsync()).BaseAddress, ProjectId = _fake.ProjectId, Key = _fake.ApiKey };
        _client = new ConversationsClient(
            new ConversationsClientOptions { BaseAddress = _target.Address, ProjectId = _target.ProjectId, ApiKey = _target.Key },
            new ProxyHandler(_target.Proxy));
        _http = new HttpClient(new ProxyHandler(_target.Proxy)) { BaseAddress = _target.Address };
    }

    /// <summary>Runs one check, removes what it made, and reports what does not apply.</summary>
    /// <param name="run">The check.</param>
    /// <param name="name">The sentence that must hold.</param>
    public async Task CheckAsync(Func<Check, Task> run, [CallerMemberName] string name = "")
    {
        var check = new Check(_target!, _client!, _http!);
        try
        {
            await run(check);
            _summary.Tried(name);
        }
        catch (Exception error) when (_mayRefuse && ReasonOf(error) is { } reason)
        {
            _summary.NotApplicable(name, reason);
            throw new SkipException($"Not applicable: {reason}", error);
        }
        catch
        {
            _summary.Tried(name);
            throw;
        }
        finally
        {
            await check.CleanAsync();
        }
    }

    public async Task DisposeAsync()
    {
        foreach (string line in _summary.Lines(_fake is null ? $"{_target!.Address}, project {_target.ProjectId}" : "the fake"))
        {
            _output?.OnMessage(new Xunit.Sdk.DiagnosticMessage(line));
        }

        _client?.Dispose();
        _http?.Dispose();
        await (_fake?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    private static string? ReasonOf(Exception error) => error switch
    {
        NotApplicableException refusal => refusal.Message,
        ConversationsRateLimitException limit => $"the service limits calls just now: {limit.Detail}",
        ConversationsQuotaException quota => $"there are no AI credits left: {quota.Detail}",
        ConversationsPermissionException { MissingScope: { } scope } => $"the key lacks {scope}.",
        _ => null,
    };
}

/// <summary>All checks share the service, so that a real one runs one check at a time.</summary>
[CollectionDefinition(Name)]
public sealed class OneService : ICollectionFixture<Service>
{
    public const string Name = "service";
}
