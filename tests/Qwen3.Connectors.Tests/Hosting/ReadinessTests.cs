using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Qwen3.Connectors.Hosting.Lifetime;
using Qwen3.Connectors.Hosting.Registration;
using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Tests.Embedding;
using Qwen3.Connectors.Tests.Gguf;
using Qwen3.Connectors.Tests.Reranking;

namespace Qwen3.Connectors.Tests.Hosting;

/// <summary>Readiness requires that a self-test on the loaded model has passed; liveness does not.</summary>
public class ReadinessTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_host_is_ready_after_the_self_tests_and_not_before()
    {
        await using var host = TestHost.BuildServices(services => services
            .AddQwen3EmbeddingGenerator(options => options.ModelPath = GoldenModels.EmbeddingFile).Services
            .AddQwen3Reranker(options => options.ModelPath = GoldenModels.RerankerFile));
        var before = await CheckAsync(host.Services);
        Assert.Equal(HealthStatus.Unhealthy, before.Status);
        Assert.Equal("not finished", before.Data["embedding"]);

        await host.StartAndWarmUpAsync();
        var after = await CheckAsync(host.Services);
        Assert.Equal(HealthStatus.Healthy, after.Status);
        Assert.Equal(new Dictionary<string, object> { ["embedding"] = "passed", ["reranker"] = "passed" }, after.Data);
        Assert.Equal((200, "Healthy"), await host.GetAsync("/health/ready"));
        Assert.Equal((200, "Healthy"), await host.GetAsync("/health/live"));
    }

    [Fact]
    public async Task A_failed_self_test_leaves_the_host_alive_but_not_ready_and_is_reported()
    {
        var tiny = new TinyQwen3();
        var norm = tiny.Weights["output_norm.weight"];
        var poisoned = norm with { Values = [float.NaN, .. norm.Values[1..]] };
        using var file = new TemporaryFile(new GgufRewriter(tiny).WithTensor("output_norm.weight", poisoned).ToArray());
        await using var host = TestHost.BuildServices(services => services
            .AddQwen3EmbeddingGenerator(options => options.ModelPath = file.Path).Services
            .AddQwen3Reranker(options => options.ModelPath = GoldenModels.RerankerFile));
        await host.StartAndWarmUpAsync();
        Assert.Equal((503, "Unhealthy"), await host.GetAsync("/health/ready"));
        Assert.Equal((200, "Healthy"), await host.GetAsync("/health/live"));
        var result = await CheckAsync(host.Services);
        Assert.Equal(("failed", "passed"), (result.Data["embedding"], result.Data["reranker"]));
        Assert.IsType<InvalidModelException>(result.Exception);
        Assert.IsType<InvalidModelException>(Assert.Single(host.Logs.Of(eventId: 6)).Exception);
        Assert.Single(host.Logs.Of(eventId: 5));
        Assert.Empty(host.Logs.Of(eventId: 7));
    }

    [Fact]
    public async Task A_file_that_is_not_a_model_leaves_the_host_alive_but_not_ready()
    {
        using var file = new TemporaryFile([1, 2, 3]);
        await using var host = TestHost.BuildServices(services => services
            .AddQwen3EmbeddingGenerator(options => options.ModelPath = file.Path));
        await host.StartAndWarmUpAsync();
        Assert.Equal(503, (await host.GetAsync("/health/ready")).Status);
        Assert.Equal(200, (await host.GetAsync("/health/live")).Status);
        Assert.Single(host.Logs.Of(eventId: 4));
    }

    [Fact]
    public async Task Dimensions_that_the_model_does_not_have_fail_the_self_test()
    {
        // A host does not get so far: it reads the file's header when it starts.
        using var engine = new FakeEmbeddingEngine(256);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => SelfTest.EmbedAsync(engine, new() { Dimensions = 257 }, Cancellation));
    }

    [Fact]
    public async Task Models_are_loaded_concurrently_so_that_one_does_not_delay_another()
    {
        var stuck = new TaskCompletionSource();
        using var blocked = new ManualResetEventSlim();
        await using var host = TestHost.BuildServices(services => services
            .AddSingleton(new ModelRegistration("embedding", "stuck", (_, token) => stuck.Task.WaitAsync(token)))
            .AddSingleton(new ModelRegistration("embedding", "blocked", (_, token) => Task.Run(() => blocked.Wait(token), token)))
            .AddQwen3EmbeddingGenerator(options => options.ModelPath = GoldenModels.EmbeddingFile));
        await host.StartAsync();
        while (!Equals("passed", (await CheckAsync(host.Services)).Data["embedding"]))
        {
            await Task.Delay(10, Cancellation);
        }

        Assert.False(host.WarmUp.IsCompleted);
        Assert.Equal("not finished", (await CheckAsync(host.Services)).Data["embedding 'stuck'"]);
        Assert.Empty(host.Logs.Of(eventId: 7));
        stuck.SetResult();
        blocked.Set();
        await host.WarmUp;
        Assert.Single(host.Logs.Of(eventId: 7));
    }

    [Fact]
    public async Task Small_token_limits_and_query_roles_pass_the_self_test()
    {
        await using var host = TestHost.BuildServices(services => services.AddKeyedQwen3EmbeddingGenerator(
            "queries",
            options => (options.ModelPath, options.MaxTokens, options.Role) = (GoldenModels.EmbeddingFile, 2, EmbeddingRole.Query)));
        await host.StartAndWarmUpAsync();
        Assert.Equal("passed", (await CheckAsync(host.Services)).Data["embedding 'queries'"]);
    }

    [Fact]
    public async Task A_probe_reads_stored_outcomes_without_any_engine()
    {
        var registration = new ModelRegistration(
            "embedding", ServiceKey: null, (_, _) => throw new InvalidOperationException("a probe computes nothing"));
        var readiness = new Readiness([registration]);
        await using var services = new ServiceCollection().AddSingleton(readiness).BuildServiceProvider();
        Assert.Equal(HealthStatus.Unhealthy, (await CheckAsync(services)).Status);
        readiness.Report(registration, SelfTestOutcome.Passed);
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(services)).Status);
        readiness.Stop();
        Assert.Equal(HealthStatus.Unhealthy, (await CheckAsync(services)).Status);
    }

    [Fact]
    public async Task The_failure_status_is_the_registration_s()
    {
        var registration = new ModelRegistration("embedding", ServiceKey: null, (_, _) => Task.CompletedTask);
        var check = new ReadinessCheck(new Readiness([registration]));
        var context = new HealthCheckContext { Registration = new("qwen3", check, HealthStatus.Degraded, tags: null) };
        Assert.Equal(HealthStatus.Degraded, (await check.CheckHealthAsync(context, Cancellation)).Status);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(0f)]
    public async Task An_embedding_without_a_direction_fails_the_self_test(float value)
    {
        using var engine = new FakeEmbeddingEngine { Spoil = (_, row) => row with { Values = Enumerable.Repeat(value, 64).ToArray() } };
        await Assert.ThrowsAsync<InvalidOutputException>(() => SelfTest.EmbedAsync(engine, new(), Cancellation));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(1.1)]
    public async Task A_score_that_is_not_a_probability_fails_the_self_test(double score)
    {
        using var engine = new FakeRerankEngine(score);
        await Assert.ThrowsAsync<InvalidOutputException>(() => SelfTest.RerankAsync(engine, new(), Cancellation));
    }

    private static async Task<HealthCheckResult> CheckAsync(IServiceProvider services)
    {
        var check = new ReadinessCheck(services.GetRequiredService<Readiness>());
        var registration = new HealthCheckRegistration("qwen3", check, HealthStatus.Unhealthy, tags: null);
        return await check.CheckHealthAsync(new HealthCheckContext { Registration = registration }, Cancellation);
    }
}
