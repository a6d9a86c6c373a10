using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;
using Polly;

namespace Conversations.Client.Tests.Pipeline.SentOnce;

/// <summary>Where an application can add handlers that repeat calls.</summary>
public enum Place
{
    /// <summary>On every HttpClient of the host, registered before the client: outside our handlers.</summary>
    EveryClient,

    /// <summary>On every HttpClient of the host, registered after the client.</summary>
    EveryClientLater,

    /// <summary>On the builder that the registration returned: inside our handlers.</summary>
    ReturnedBuilder,

    /// <summary>On every HttpClient and on the returned builder.</summary>
    Both,

    /// <summary>In the handler that is passed to the constructor: below our handlers.</summary>
    GivenHandler,

    /// <summary>In the container's own primary handler: below our handlers.</summary>
    PrimaryHandler,
}

/// <summary>The handler that the application adds.</summary>
public enum Repeater
{
    /// <summary>The standard resilience handler of the real package.</summary>
    Standard,

    /// <summary>The standard hedging handler of the real package.</summary>
    Hedging,

    /// <summary>A handler that sends a copy of the request again after every failure, and does not copy its options.</summary>
    CopyWithoutOptions,
}

/// <summary>A client under repeating handlers of the host, over a stub, on a clock of the test.</summary>
internal sealed class HostsHandlers : IDisposable
{
    private readonly ServiceProvider? _provider;
    private readonly TestClock _clock = new();
    private readonly Place _place;
    private readonly Repeater _repeater;
    private readonly TaskCompletionSource _firstSending = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal HostsHandlers(StubServer stub, Place place, Repeater repeater, Action<ConversationsClientOptions>? configure = null)
    {
        (_place, _repeater) = (place, repeater);
        void Options(ConversationsClientOptions options)
        {
            (options.ProjectId, options.BaseAddress, options.ApiKey, options.TimeProvider) =
                (StubServer.ProjectId, stub.BaseAddress, StubServer.Key, _clock);
            // So that every repetition is the host's.
            options.Retry.MaxAttempts = 1;
            configure?.Invoke(options);
        }

        if (place == Place.GivenHandler)
        {
            var options = new ConversationsClientOptions();
            Options(options);
            Client = new ConversationsClient(options, Chain(repeater, Primary(stub)));
            return;
        }

        var services = new ServiceCollection();
        _ = services.AddSingleton<TimeProvider>(_clock);
        if (place is Place.EveryClient or Place.Both)
        {
            _ = services.ConfigureHttpClientDefaults(builder => Add(builder, repeater));
        }

        IHttpClientBuilder returned = services.AddConversationsClient(Options);
        _ = returned.ConfigurePrimaryHttpMessageHandler(() =>
            place == Place.PrimaryHandler ? Chain(repeater, Primary(stub)) : Primary(stub));
        if (place is Place.ReturnedBuilder or Place.Both)
        {
            Add(returned, repeater);
        }

        if (place == Place.EveryClientLater)
        {
            _ = services.ConfigureHttpClientDefaults(builder => Add(builder, repeater));
        }

        _provider = services.BuildServiceProvider();
        Client = _provider.GetRequiredService<IConversationsClient>();
    }

    internal IConversationsClient Client { get; }

    /// <summary>Completes when the transport has ended the first sending. From then on only time has to pass.</summary>
    internal Task FirstSending => _firstSending.Task;

    /// <summary>Waits for a call, and lets the clock run once an awaited event has happened.</summary>
    /// <param name="call">The call.</param>
    /// <param name="before">The event that has to happen before time passes.</param>
    /// <param name="isSilent">Whether the service does not respond, so that a time limit ends the first sending.</param>
    internal async Task<Exception?> EndOfAsync(Task call, Task before, bool isSilent = false)
    {
        _ = await Task.WhenAny(call, before).WaitAsync(TimeSpan.FromSeconds(60));
        return await Record.ExceptionAsync(async () =>
        {
            if (isSilent)
            {
                await PassLimitAsync();
            }

            await _clock.RunAsync(call);
        });
    }

    /// <summary>Moves to the first time limit of a sending: the limit of a try if the handler has one, otherwise the client's.</summary>
    private async Task PassLimitAsync()
    {
        // Those that are on every client are taken off this one.
        bool isThere = _repeater == Repeater.CopyWithoutOptions || _place is not (Place.EveryClient or Place.EveryClientLater);
        if (_repeater == Repeater.Hedging && isThere)
        {
            await _clock.PassAsync(TimeSpan.FromSeconds(2));
            // Nothing signals how far the second copy has come. It has to be held back wherever it is.
            await Turns.TakeAsync(100);
        }

        bool hasLimit = isThere
            && (_repeater == Repeater.Standard
                || (_repeater == Repeater.Hedging && _place is not (Place.GivenHandler or Place.PrimaryHandler)));
        await _clock.PassAsync(TimeSpan.FromSeconds(hasLimit ? 10 : 100));
    }

    public void Dispose()
    {
        (Client as IDisposable)?.Dispose();
        _provider?.Dispose();
    }

    private WatchingHandler Primary(StubServer stub) =>
        new(_firstSending) { InnerHandler = stub.CreateHandler() ?? new SocketsHttpHandler() };

    private static void Add(IHttpClientBuilder builder, Repeater repeater)
    {
        switch (repeater)
        {
            case Repeater.Standard:
                _ = builder.AddStandardResilienceHandler();
                break;
            case Repeater.Hedging:
                _ = builder.AddStandardHedgingHandler();
                break;
            default:
                _ = builder.AddHttpMessageHandler(static () => new CopyingHandler());
                break;
        }
    }

    private DelegatingHandler Chain(Repeater repeater, HttpMessageHandler inner) => repeater switch
    {
        Repeater.Standard =>
            new ResilienceHandler(
                Pipeline(static pipeline =>
                    pipeline.AddRetry(new HttpRetryStrategyOptions()).AddTimeout(TimeSpan.FromSeconds(10))))
            { InnerHandler = inner },
        Repeater.Hedging =>
            new ResilienceHandler(
                Pipeline(static pipeline => pipeline.AddHedging(new HttpHedgingStrategyOptions())))
            { InnerHandler = inner },
        _ => new CopyingHandler { InnerHandler = inner },
    };

    private ResiliencePipeline<HttpResponseMessage> Pipeline(Action<ResiliencePipelineBuilder<HttpResponseMessage>> configure)
    {
        var builder = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = _clock };
        configure(builder);
        return builder.Build();
    }

    private sealed class WatchingHandler(TaskCompletionSource firstSending) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            try
            {
                return await base.SendAsync(request, cancellationToken);
            }
            finally
            {
                _ = firstSending.TrySetResult();
            }
        }
    }

    /// <summary>A handler as many applications have it: four tries, each with a copy of the request.</summary>
    private sealed class CopyingHandler : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            for (int attempt = 1; ; attempt++)
            {
                try
                {
                    HttpResponseMessage response = await base.SendAsync(await RequestCopy.OfAsync(request), cancellationToken);
                    if (response.IsSuccessStatusCode || attempt == 4)
                    {
                        // The response to a copy may hold the copy.
                        return response;
                    }

                    response.Dispose();
                }
                catch (Exception exception) when (exception is not OperationCanceledException && attempt < 4)
                {
                    // Make the next try.
                }
            }
        }
    }
}
