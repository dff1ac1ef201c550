using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Qwen3.Connectors.Embedding.Decorators;
using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Reranking.Decorators;

namespace Qwen3.Connectors.Tests.Hosting;

/// <summary>The services that a registration adds to a container, without a host.</summary>
public class RegistrationTests
{
    private static readonly GoldenModels s_golden = GoldenModels.Load();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_generator_without_a_key_embeds_documents_under_each_of_its_types()
    {
        await using var services = EmbeddingServices();
        var concrete = services.GetRequiredService<Qwen3EmbeddingGenerator>();
        var generic = services.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>();
        Assert.Equal(EmbeddingRole.Document, concrete.Role);
        Assert.Same(concrete, generic.GetService<Qwen3EmbeddingGenerator>());
        Assert.Same(generic, services.GetRequiredService<IEmbeddingGenerator>());
        Assert.Same(generic, services.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>());
        var vector = await generic.GenerateVectorAsync(s_golden.Documents[0], cancellationToken: Cancellation);
        AssertGolden(s_golden.DocumentEmbeddings[0], vector);
    }

    [Fact]
    public async Task Vector_stores_find_a_generator_of_texts_behind_the_type_without_arguments()
    {
        await using var services = EmbeddingServices();
        Assert.IsType<IEmbeddingGenerator<string, Embedding<float>>>(services.GetRequiredService<IEmbeddingGenerator>(), exactMatch: false);
    }

    [Fact]
    public async Task The_query_view_has_a_key_of_its_own()
    {
        await using var services = EmbeddingServices();
        var queries = services.GetRequiredKeyedService<IEmbeddingGenerator<string, Embedding<float>>>(Qwen3ServiceKeys.Query);
        Assert.Same(queries, services.GetRequiredKeyedService<IEmbeddingGenerator>(Qwen3ServiceKeys.Query));
        Assert.Equal(EmbeddingRole.Query, services.GetRequiredKeyedService<Qwen3EmbeddingGenerator>(Qwen3ServiceKeys.Query).Role);
        AssertGolden(s_golden.QueryEmbeddings[0], await queries.GenerateVectorAsync(s_golden.Queries[0], cancellationToken: Cancellation));
    }

    [Fact]
    public async Task A_key_is_the_name_of_its_options_and_has_a_query_view_too()
    {
        await using var services = Services(services => services
            .AddKeyedQwen3EmbeddingGenerator(
                "short", options => (options.ModelPath, options.Dimensions) = (GoldenModels.EmbeddingFile, 64)).Services
            .AddKeyedQwen3EmbeddingGenerator(
                "code", options => (options.ModelPath, options.QueryInstruction) = (GoldenModels.EmbeddingFile, "Find code")));
        Assert.Null(services.GetService<Qwen3EmbeddingGenerator>());
        Assert.Null(services.GetService<IEmbeddingGenerator>());
        var generator = services.GetRequiredKeyedService<IEmbeddingGenerator<string, Embedding<float>>>("short");
        var vector = await generator.GenerateVectorAsync("a", cancellationToken: Cancellation);
        Assert.Equal(64, vector.Length);
        Assert.Null(services.GetRequiredKeyedService<Qwen3EmbeddingGenerator>("code").Instruction);
        Assert.Equal("code:query", Qwen3ServiceKeys.QueryOf("code"));
        Assert.Equal("Find code", services.GetRequiredKeyedService<Qwen3EmbeddingGenerator>(Qwen3ServiceKeys.QueryOf("code")).Instruction);
    }

    [Fact]
    public async Task Rerankers_come_concrete_and_as_the_interface_with_and_without_a_key()
    {
        await using var services = Services(services => services
            .AddQwen3Reranker(options => options.ModelPath = GoldenModels.RerankerFile).Services
            .AddKeyedQwen3Reranker(
                "strict", options => (options.ModelPath, options.Instruction) = (GoldenModels.RerankerFile, "Be strict")));
        var reranker = services.GetRequiredService<ITextReranker>();
        Assert.Same(services.GetRequiredService<Qwen3Reranker>(), reranker.GetService<Qwen3Reranker>());
        Assert.NotSame(reranker, services.GetRequiredKeyedService<ITextReranker>("strict"));
        var results = await reranker.RerankAsync(s_golden.Queries[0], [s_golden.Documents[0]], cancellationToken: Cancellation);
        Assert.Equal(s_golden.YesProbabilities[0][0], results[0].Score, 1e-4);
    }

    [Fact]
    public async Task Services_of_an_interface_type_are_traced()
    {
        await using var services = Services(services => services
            .AddQwen3EmbeddingGenerator(options => options.ModelPath = GoldenModels.EmbeddingFile).Services
            .AddQwen3Reranker(options => options.ModelPath = GoldenModels.RerankerFile));
        Assert.IsType<TracedEmbeddingGenerator>(services.GetRequiredService<IEmbeddingGenerator>());
        Assert.IsType<TracedReranker>(services.GetRequiredService<ITextReranker>());
    }

    [Fact]
    public async Task Registrations_and_views_of_one_file_share_one_model()
    {
        var samePath = Path.Combine(Path.GetDirectoryName(GoldenModels.EmbeddingFile)!, ".", Path.GetFileName(GoldenModels.EmbeddingFile));
        await using var services = Services(services => services
            .AddQwen3EmbeddingGenerator(options => options.ModelPath = GoldenModels.EmbeddingFile).Services
            .AddKeyedQwen3EmbeddingGenerator("same", options => (options.ModelPath, options.Dimensions) = (samePath, 32)).Services
            .AddKeyedQwen3EmbeddingGenerator(
                "other", options => (options.ModelPath, options.Inference.ThreadCount) = (GoldenModels.EmbeddingFile, 1)));
        await services.GetRequiredService<Qwen3EmbeddingGenerator>().GetDescriptionAsync(Cancellation);
        await services.GetRequiredKeyedService<Qwen3EmbeddingGenerator>("other").GetDescriptionAsync(Cancellation);
        var model = services.GetRequiredService<Qwen3EmbeddingGenerator>().GetService<EmbeddingModel>();
        Assert.NotNull(model);
        Assert.Same(model, services.GetRequiredKeyedService<IEmbeddingGenerator>(Qwen3ServiceKeys.Query).GetService<EmbeddingModel>());
        Assert.Same(model, services.GetRequiredKeyedService<IEmbeddingGenerator>("same").GetService<EmbeddingModel>());
        Assert.NotSame(model, services.GetRequiredKeyedService<IEmbeddingGenerator>("other").GetService<EmbeddingModel>());
    }

    [Fact]
    public void Every_option_of_the_engine_is_part_of_the_key_by_which_models_are_shared() => Assert.Equal(
        typeof(InferenceOptions).GetProperties()
            .Where(property => property.SetMethod is not null).Select(property => property.Name).Append("Path").Order(),
        typeof(Connectors.Hosting.Engines.EngineKey).GetProperties()
            .Where(property => property.SetMethod is { IsPublic: true }).Select(property => property.Name).Order());

    [Fact]
    public async Task Nothing_is_loaded_before_it_is_used()
    {
        await using var services = EmbeddingServices();
        _ = services.GetRequiredService<IEmbeddingGenerator>();
        _ = services.GetRequiredKeyedService<IEmbeddingGenerator>(Qwen3ServiceKeys.Query);
        Assert.Empty(services.GetRequiredService<Tests.Telemetry.CapturedLogs>().Entries);
    }

    [Fact]
    public async Task Options_are_copied_when_a_generator_is_created()
    {
        await using var services = EmbeddingServices();
        var generator = services.GetRequiredService<Qwen3EmbeddingGenerator>();
        services.GetRequiredService<Microsoft.Extensions.Options.IOptions<Qwen3EmbeddingOptions>>().Value.Dimensions = 32;
        Assert.Equal(256, (await generator.GenerateVectorAsync("a", cancellationToken: Cancellation)).Length);
    }

    [Fact]
    public async Task Disposing_the_container_closes_every_model_once_and_for_all_views()
    {
        var services = Services(services => services
            .AddQwen3EmbeddingGenerator(options => options.ModelPath = GoldenModels.EmbeddingFile).Services
            .AddQwen3Reranker(options => options.ModelPath = GoldenModels.RerankerFile));
        var generator = services.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>();
        var queries = services.GetRequiredKeyedService<IEmbeddingGenerator<string, Embedding<float>>>(Qwen3ServiceKeys.Query);
        var reranker = services.GetRequiredService<ITextReranker>();
        await generator.GenerateAsync(["a"], cancellationToken: Cancellation);
        var model = generator.GetService<EmbeddingModel>()!;
        await reranker.RerankAsync("a", ["b"], cancellationToken: Cancellation);
        await services.DisposeAsync();
        await services.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => generator.GenerateAsync(["a"], cancellationToken: Cancellation));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => queries.GenerateAsync(["a"], cancellationToken: Cancellation));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => reranker.RerankAsync("a", ["b"], cancellationToken: Cancellation));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => model.EmbedAsync(["a"], cancellationToken: Cancellation));
    }

    [Fact]
    public async Task Disposing_a_generator_or_view_leaves_the_model_open_for_the_others()
    {
        await using var services = EmbeddingServices();
        services.GetRequiredService<IEmbeddingGenerator>().Dispose();
        var queries = services.GetRequiredKeyedService<IEmbeddingGenerator<string, Embedding<float>>>(Qwen3ServiceKeys.Query);
        Assert.Single(await queries.GenerateAsync(["a"], cancellationToken: Cancellation));
    }

    [Fact]
    public async Task A_later_registration_of_another_provider_is_resolved()
    {
        using var other = new Qwen3EmbeddingGenerator(new Embedding.FakeEmbeddingEngine());
        await using var services = Services(services => services
            .AddQwen3EmbeddingGenerator(options => options.ModelPath = GoldenModels.EmbeddingFile).Services
            .AddSingleton<IEmbeddingGenerator<string, Embedding<float>>>(other));
        Assert.Same(other, services.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>());
    }

    private static ServiceProvider EmbeddingServices() =>
        Services(services => services.AddQwen3EmbeddingGenerator(options => options.ModelPath = GoldenModels.EmbeddingFile));

    private static ServiceProvider Services(Action<IServiceCollection> configure)
    {
        var logs = new Tests.Telemetry.CapturedLogs();
        var services = new ServiceCollection().AddSingleton(logs).AddSingleton<Microsoft.Extensions.Logging.ILoggerFactory>(logs);
        configure(services);
        return services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }

    private static void AssertGolden(double[] expected, ReadOnlyMemory<float> actual) =>
        Assert.All(expected.Zip(actual.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
}
