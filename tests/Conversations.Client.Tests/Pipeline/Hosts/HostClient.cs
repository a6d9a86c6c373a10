using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Conversations.Client.Tests.Pipeline.Hosts;

/// <summary>A client in the container of a host, over a stub, on a clock of the test, with everything that the host logs.</summary>
internal sealed class HostClient : IDisposable
{
    private readonly ServiceProvider _provider;
    private readonly LogLines _lines = new();

    /// <param name="stub">The service.</param>
    /// <param name="isKeyed">Whether the client has a key.</param>
    /// <param name="before">What the host registers before the client.</param>
    /// <param name="onBuilder">What the host does with the builder of the client.</param>
    /// <param name="after">What the host registers after the client.</param>
    internal HostClient(
        StubServer stub,
        bool isKeyed = false,
        Action<IServiceCollection>? before = null,
        Action<IHttpClientBuilder>? onBuilder = null,
        Action<IServiceCollection>? after = null)
    {
        void Options(ConversationsClientOptions options) => (options.ProjectId, options.BaseAddress, options.ApiKey, options.TimeProvider) =
            (StubServer.ProjectId, stub.BaseAddress, StubServer.Key, Clock);
        var services = new ServiceCollection();
        _ = services.AddSingleton<TimeProvider>(Clock);
        _ = services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(_lines));
        before?.Invoke(services);
        IHttpClientBuilder builder = isKeyed ? services.AddConversationsClient("desk", Options) : services.AddConversationsClient(Options);
        _ = builder.ConfigurePrimaryHttpMessageHandler(() => stub.CreateHandler() ?? new SocketsHttpHandler());
        onBuilder?.Invoke(builder);
        after?.Invoke(services);
        _provider = services.BuildServiceProvider();
        Client = isKeyed
            ? _provider.GetRequiredKeyedService<IConversationsClient>("desk")
            : _provider.GetRequiredService<IConversationsClient>();
    }

    internal TestClock Clock { get; } = new();

    internal IConversationsClient Client { get; }

    /// <summary>Everything that was logged.</summary>
    internal string Log => string.Join('\n', _lines.Lines);

    public void Dispose() => _provider.Dispose();

    private sealed class LogLines : ILoggerProvider, ILogger
    {
        internal ConcurrentQueue<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public void Dispose()
        {
            // There is nothing to free.
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            Lines.Enqueue(Text(state));
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue($"{formatter(state, exception)} {Text(state)} {exception}");

        private static string Text<TState>(TState state) => state is IEnumerable<KeyValuePair<string, object?>> values
            ? string.Join(' ', values.Select(static pair => $"{pair.Key}={pair.Value}"))
            : $"{state}";
    }
}
