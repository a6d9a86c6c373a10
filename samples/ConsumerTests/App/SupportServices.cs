using Microsoft.Extensions.DependencyInjection;

namespace ConsumerTests.App;

/// <summary>The application's own code: its registration, as Program.cs calls it.</summary>
public static class SupportServices
{
    public static IHttpClientBuilder AddSupport(this IServiceCollection services)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddTransient<TriageJob>();
        services.AddTransient<AskEndpoint>();
        return services.AddConversationsClient(options =>
        {
            options.BaseAddress = ConversationsHosts.EuropeanUnion;
            options.ProjectId = "12345";
            options.ApiKey = "phx_the_key_of_production";
        });
    }
}
