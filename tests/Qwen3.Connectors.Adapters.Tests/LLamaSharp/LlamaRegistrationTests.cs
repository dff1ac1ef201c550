using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Qwen3.Connectors.LLamaSharp;
using Qwen3.Connectors.Tests;

namespace Qwen3.Connectors.Adapters.Tests.LLamaSharp;

[Collection(LlamaCpp.Name)]
public class LlamaRegistrationTests
{
    private static readonly GoldenModels s_golden = GoldenModels.Load();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task One_line_puts_every_model_of_a_container_on_llama_cpp(bool first)
    {
        _ = LlamaCpp.Backend();
        var services = new ServiceCollection();
        if (first)
        {
            services.AddQwen3LLamaSharp();
        }

        services.AddQwen3EmbeddingGenerator(options => options.ModelPath = GoldenModels.EmbeddingFile);
        services.AddQwen3Reranker(options => options.ModelPath = GoldenModels.RerankerFile);
        if (!first)
        {
            services.AddQwen3LLamaSharp(options => options.ContextTokens = 1000);
        }

        await using var provider = services.BuildServiceProvider();
        var generator = provider.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>();
        VectorAssert.SameDirection(
            s_golden.DocumentEmbeddings[0],
            await generator.GenerateVectorAsync(s_golden.Documents[0], cancellationToken: Cancellation),
            0.9998);
        Assert.Equal("qwen3.llamasharp", generator.GetService<EmbeddingGeneratorMetadata>()!.ProviderName);
        var results = await provider.GetRequiredService<ITextReranker>().RerankAsync(
            s_golden.Queries[0], s_golden.Documents[..2], cancellationToken: Cancellation);
        Assert.Equal(0, results[0].Index);
    }

    [Fact]
    public async Task The_native_log_goes_to_a_logger_and_never_holds_a_text()
    {
        _ = LlamaCpp.Backend();
        var log = new RecordingLoggers();
        var backend = new LLamaSharpBackend(loggers: log);
        using var generator = Qwen3EmbeddingGenerator.Load(GoldenModels.EmbeddingFile, new() { Inference = { Backend = backend } });
        await generator.GenerateAsync(["canary secret words"], cancellationToken: Cancellation);

        // The first logger of the process: no other test gives one.
        Assert.Contains(log.Lines, line => line.StartsWith("llama.cpp: ", StringComparison.Ordinal));
        Assert.DoesNotContain(log.Lines, line => line.Contains("canary", StringComparison.Ordinal));
    }

    [Fact]
    public void Wrong_options_fail_where_they_are_set() =>
        Assert.Throws<ArgumentException>(() => new ServiceCollection().AddQwen3LLamaSharp(options => options.BatchTokens = 1));
}
