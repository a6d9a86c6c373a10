using Microsoft.Extensions.Compliance.Classification;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Polly;

namespace Conversations.Client.Tests.Pipeline.Hosts;

/// <summary>What an application may put on every HttpClient by <c>ConfigureHttpClientDefaults</c>.</summary>
public enum HostDefault
{
    StandardResilience,
    Hedging,
    ClientTimeout,
    PipelineTimeout,
    ServiceDiscovery,
    ExtendedLogging,
    OwnLogging,
}

/// <summary>Adds the defaults of a host.</summary>
internal static class HostDefaults
{
    internal static void Add(IServiceCollection services, HostDefault kind)
    {
        if (kind == HostDefault.ServiceDiscovery)
        {
            _ = services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build()).AddServiceDiscovery();
        }

        _ = services.ConfigureHttpClientDefaults(builder => Add(builder, kind));
    }

    private static void Add(IHttpClientBuilder builder, HostDefault kind)
    {
        switch (kind)
        {
            case HostDefault.StandardResilience:
                _ = builder.AddStandardResilienceHandler();
                break;
            case HostDefault.Hedging:
                _ = builder.AddStandardHedgingHandler();
                break;
            case HostDefault.ClientTimeout:
                // It is by the wall clock: shorter than any call takes there.
                _ = builder.ConfigureHttpClient(static http => http.Timeout = TimeSpan.FromTicks(10_000));
                break;
            case HostDefault.PipelineTimeout:
                _ = builder.AddResilienceHandler("limit", static pipeline => pipeline.AddTimeout(TimeSpan.FromSeconds(1)));
                break;
            case HostDefault.ServiceDiscovery:
                _ = builder.AddServiceDiscovery();
                break;
            case HostDefault.ExtendedLogging:
                _ = builder.AddExtendedHttpClientLogging(static options =>
                {
                    (options.LogBody, options.LogRequestStart) = (true, true);
                    options.RequestHeadersDataClasses["Authorization"] = DataClassification.None;
                    _ = options.RequestBodyContentTypes.Add("application/json");
                    _ = options.ResponseBodyContentTypes.Add("application/json");
                });
                break;
            default:
                _ = builder.AddHttpMessageHandler(static provider =>
                    new LoggingHandler(provider.GetRequiredService<ILoggerFactory>().CreateLogger<LoggingHandler>()));
                break;
        }
    }

    /// <summary>A handler as many applications have it, which writes all headers, of the request also when the response is there.</summary>
    private sealed class LoggingHandler(ILogger logger) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Write(request);
            HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
            Write(request);
            Write(response.RequestMessage!);
            return response;
        }

#pragma warning disable CA1848, CA1873 // As applications write it.
        private void Write(HttpRequestMessage request) => logger.LogInformation("{Headers}", request.Headers.ToString());
#pragma warning restore CA1848, CA1873
    }
}
