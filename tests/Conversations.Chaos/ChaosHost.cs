using Conversations.Client;
using Conversations.Client.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Polly;

namespace Conversations.Chaos;

/// <summary>Where the application adds handlers that repeat failed requests.</summary>
internal enum HostKind
{
    /// <summary>Nowhere.</summary>
    Plain,

    /// <summary>In the handler that it passes to the constructor.</summary>
    GivenHandler,

    /// <summary>On every HttpClient of its container.</summary>
    EveryClient,

    /// <summary>On the builder that the registration returned.</summary>
    ReturnedBuilder,
}

/// <summary>An application's client over the faulty connection.</summary>
internal sealed class ChaosHost : IDisposable
{
    private static readonly ResiliencePipeline<HttpResponseMessage> Retry = Repeat(new ResiliencePipelineBuilder<HttpResponseMessage>())
        .Build();

    private readonly ServiceProvider? _provider;

    internal ChaosHost(FakeConversationsServer fake, HttpMessageHandler way, HostKind kind)
    {
        Repeats = kind != HostKind.Plain;
        if (kind is HostKind.Plain or HostKind.GivenHandler)
        {
            ConversationsClientOptions? options = null;
            _ = fake.CreateClient(configure: own => options = own);
            Configure(options!);
            Client = new ConversationsClient(options!, kind == HostKind.Plain ? way : new ResilienceHandler(Retry) { InnerHandler = way });
            return;
        }

        var services = new ServiceCollection();
        if (kind == HostKind.EveryClient)
        {
            _ = services.ConfigureHttpClientDefaults(static builder =>
                builder.AddResilienceHandler("retry", static pipeline => Repeat(pipeline)));
        }

        IHttpClientBuilder returned = services.AddConversationsClient(Configure)
            .UseFake(fake)
            .ConfigurePrimaryHttpMessageHandler(() => way);
        if (kind == HostKind.ReturnedBuilder)
        {
            _ = returned.AddResilienceHandler("retry", static pipeline => Repeat(pipeline));
        }

        _provider = services.BuildServiceProvider();
        Client = _provider.GetRequiredService<IConversationsClient>();
    }

    internal IConversationsClient Client { get; }

    /// <summary>Whether any handler repeats requests.</summary>
    internal bool Repeats { get; }

    public void Dispose()
    {
        (Client as IDisposable)?.Dispose();
        _provider?.Dispose();
    }

    private static void Configure(ConversationsClientOptions options)
    {
        options.Streaming.MaxReconnects = 8;
        // The clock of these turns can run faster than a busy machine.
        options.RequestTimeout = Timeout.InfiniteTimeSpan;
    }

    // Without delays, because the turn moves the clock.
    private static ResiliencePipelineBuilder<HttpResponseMessage> Repeat(ResiliencePipelineBuilder<HttpResponseMessage> pipeline) =>
        pipeline.AddRetry(
            new HttpRetryStrategyOptions
            {
                MaxRetryAttempts = 3,
                Delay = TimeSpan.Zero,
                ShouldRetryAfterHeader = false,
                UseJitter = false
            });
}
