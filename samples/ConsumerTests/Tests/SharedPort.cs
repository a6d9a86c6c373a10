using Conversations.Client.Testing;

namespace ConsumerTests.Tests;

/// <summary>One fake on a port for all tests of a class, for programs that are started once and cannot be given a handler.</summary>
public sealed class SharedPort : IAsyncLifetime, IDisposable
{
    private readonly FakeConversationsServer _fake = new();
    private int _projects = 100;

    public FakeConversationsHost? Host { get; private set; }

    public async Task InitializeAsync() => Host = await _fake.StartAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _fake.Dispose();

    /// <summary>Creates a project that no other test uses, with a key that sees only this project.</summary>
    public ConversationsClientOptions NewProject(params TicketSeed[] tickets)
    {
        int project = Interlocked.Increment(ref _projects);
        string key = $"phx_of_project_{project}";
        _fake.Directory.Add(new ProjectSeed { Id = project });
        _fake.Directory.Add(new UserSeed { Id = project, Projects = [project] });
        _fake.Directory.Add(new ApiKeySeed { Key = key, User = project });
        foreach (TicketSeed ticket in tickets)
        {
            _fake.Tickets.Add(ticket with { Project = project });
        }

        return new ConversationsClientOptions { BaseAddress = Host!.BaseAddress, ProjectId = $"{project}", ApiKey = key };
    }
}
