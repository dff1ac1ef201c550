using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Qwen3.Connectors.Tests.Hosting;

/// <summary>A host that stops drains running calls within its shutdown timeout, and rejects new ones.</summary>
public class ShutdownTests
{
    private static readonly string[] s_documents = [.. Enumerable.Range(0, 40)
        .Select(i => $"Document {i} describes gravity, the capital of China, and files that are read line by line.")];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Running_calls_complete_and_new_ones_are_rejected()
    {
        await using var host = BuildHost();
        await host.StartAndWarmUpAsync();
        var generator = host.Services.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>();
        var reranker = host.Services.GetRequiredService<ITextReranker>();
        var embedding = generator.GenerateAsync(s_documents, cancellationToken: Cancellation);
        var ranking = reranker.RerankAsync("gravity", s_documents, cancellationToken: Cancellation);
        await host.StopAsync(Cancellation);
        Assert.Equal(40, (await embedding).Count);
        Assert.Equal(40, (await ranking).Count);

        var rejected = await Assert.ThrowsAsync<EngineStoppingException>(
            () => generator.GenerateAsync(["a"], cancellationToken: Cancellation));
        Assert.False(rejected.WasRunning);
        await Assert.ThrowsAsync<EngineStoppingException>(() => reranker.RerankAsync("a", ["b"], cancellationToken: Cancellation));
        Assert.Single(host.Logs.Of(eventId: 11));
        Assert.Single(host.Logs.Of(eventId: 12));
        Assert.Equal(2, host.Logs.Of(eventId: 14).Count);
    }

    [Fact]
    public async Task Services_that_were_registered_later_may_call_while_they_stop_and_readiness_is_already_false()
    {
        await using var host = TestHost.BuildServices(services => services
            .AddQwen3EmbeddingGenerator(options => options.ModelPath = GoldenModels.EmbeddingFile).Services
            .AddHostedService<LastCaller>());
        await host.StartAndWarmUpAsync();
        await host.StopAsync(Cancellation);
        var caller = host.Services.GetServices<IHostedService>().OfType<LastCaller>().Single();
        Assert.Equal((1, HealthStatus.Unhealthy), (caller.Embeddings, caller.Readiness));
    }

    [Fact]
    public async Task Stopping_waits_for_the_last_running_call()
    {
        await using var host = BuildHost();
        await host.StartAndWarmUpAsync();
        var release = new TaskCompletionSource<int>();
        var running = host.Pool.Gate.RunAsync("model", _ => release.Task, Cancellation);
        var stopping = host.StopAsync(Cancellation);
        await Assert.ThrowsAsync<EngineStoppingException>(() => WhenRejectedAsync(host));
        Assert.False(stopping.IsCompleted);
        release.SetResult(5);
        await stopping;
        Assert.Equal(5, await running);
    }

    [Fact]
    public async Task A_call_that_outlasts_the_shutdown_timeout_is_ended_and_logged()
    {
        await using var host = BuildHost();
        await host.StartAndWarmUpAsync();
        using var limit = new CancellationTokenSource();
        var running = host.Pool.Gate.RunAsync("model", WaitUntilCancelledAsync, Cancellation);
        var stopping = host.StopAsync(limit.Token);
        await Assert.ThrowsAsync<EngineStoppingException>(() => WhenRejectedAsync(host));
        await limit.CancelAsync();
        await Record.ExceptionAsync(() => stopping);
        var ended = await Assert.ThrowsAsync<EngineStoppingException>(() => running);
        Assert.True(ended.WasRunning);
        Assert.Contains("1 calls", Assert.Single(host.Logs.Of(eventId: 13)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stopping_during_the_warm_up_ends_it_without_a_failure()
    {
        await using var host = BuildHost();
        await host.StartAsync();
        await host.StopAsync(Cancellation);
        await host.WarmUp;
        Assert.Empty(host.Logs.Of(eventId: 6));
    }

    [Fact]
    public async Task A_cancelled_call_ends_with_its_caller_s_token()
    {
        await using var host = BuildHost();
        using var cancellation = new CancellationTokenSource();
        var running = host.Pool.Gate.RunAsync("model", WaitUntilCancelledAsync, cancellation.Token);
        await cancellation.CancelAsync();
        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Equal(cancellation.Token, exception.CancellationToken);
    }

    [Fact]
    public async Task Disposing_a_container_waits_for_a_running_batch()
    {
        var host = BuildHost();
        await host.StartAndWarmUpAsync();
        var generator = host.Services.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>();
        var embedding = generator.GenerateAsync(s_documents, cancellationToken: Cancellation);
        await host.DisposeAsync();

        // The batch was running or still in the queue: a result or a rejection.
        var exception = await Record.ExceptionAsync(() => embedding);
        Assert.True(exception is null or ObjectDisposedException, $"{exception}");
    }

    private static TestHost BuildHost() => TestHost.BuildServices(services => services
        .AddQwen3EmbeddingGenerator(options => options.ModelPath = GoldenModels.EmbeddingFile).Services
        .AddQwen3Reranker(options => options.ModelPath = GoldenModels.RerankerFile));

    /// <summary>Calls until one is rejected, which shows that the host is stopping the engines.</summary>
    private static async Task WhenRejectedAsync(TestHost host)
    {
        while (true)
        {
            await host.Pool.Gate.RunAsync("model", _ => Task.FromResult(0), Cancellation);
            await Task.Yield();
        }
    }

    private static async Task<int> WaitUntilCancelledAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        return 0;
    }

    private sealed class LastCaller(IEmbeddingGenerator<string, Embedding<float>> generator, HealthCheckService health) : IHostedService
    {
        public int Embeddings { get; private set; }

        public HealthStatus Readiness { get; private set; }

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public async Task StopAsync(CancellationToken cancellationToken)
        {
            Readiness = (await health.CheckHealthAsync(cancellationToken)).Status;
            Embeddings = (await generator.GenerateAsync(["a last text"], cancellationToken: cancellationToken)).Count;
        }
    }
}
