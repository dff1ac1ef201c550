using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Qwen3.Connectors.Hosting.Engines;
using Qwen3.Connectors.Hosting.Lifetime;
using Qwen3.Connectors.Tests.Telemetry;

namespace Qwen3.Connectors.Tests.Hosting;

/// <summary>A web application with health endpoints on a free port, as in docs/hosting.md.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    private readonly WebApplication _application;

    private TestHost(WebApplication application, CapturedLogs logs)
    {
        _application = application;
        Logs = logs;
    }

    public CapturedLogs Logs { get; }

    public IServiceProvider Services => _application.Services;

    public EnginePool Pool => Services.GetRequiredService<EnginePool>();

    public Task WarmUp => Services.GetServices<IHostedService>().OfType<EngineLifetimeService>().Single().WarmUp;

    public static TestHost Build(Action<WebApplicationBuilder> configure, Action<WebApplication>? map = null)
    {
        var logs = new CapturedLogs();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().AddProvider(logs).SetMinimumLevel(LogLevel.Trace);
        builder.Services.AddHealthChecks().AddQwen3();
        configure(builder);
        var application = builder.Build();
        application.MapHealthChecks("/health/ready", new() { Predicate = check => check.Tags.Contains("ready") });
        application.MapHealthChecks("/health/live", new() { Predicate = _ => false });
        map?.Invoke(application);
        return new TestHost(application, logs);
    }

    public static TestHost BuildServices(Action<IServiceCollection> configure) => Build(builder => configure(builder.Services));

    public Task StartAsync() => _application.StartAsync(TestContext.Current.CancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => _application.StopAsync(cancellationToken);

    /// <summary>Starts, and waits for the self-tests to end.</summary>
    public async Task StartAndWarmUpAsync()
    {
        await StartAsync();
        await WarmUp;
    }

    public async Task<HttpResponseMessage> SendAsync(string path)
    {
        using var client = new HttpClient();
        return await client.GetAsync(new Uri(new Uri(_application.Urls.Single()), path), TestContext.Current.CancellationToken);
    }

    public async Task<(int Status, string Body)> GetAsync(string path)
    {
        using var response = await SendAsync(path);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, body);
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();
}
