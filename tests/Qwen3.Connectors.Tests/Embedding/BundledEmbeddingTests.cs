using System.Numerics.Tensors;
using Microsoft.Extensions.AI;
using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Tests.Embedding;

/// <summary>The generator on the real engine and the bundled model, against a float64 reference.</summary>
public sealed class BundledEmbeddingTests : IDisposable
{
    private readonly Qwen3EmbeddingGenerator _generator = Qwen3EmbeddingGenerator.Load(GoldenModels.EmbeddingFile);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Queries_and_documents_embed_as_the_reference_does()
    {
        var golden = GoldenModels.Load();
        AssertSame(
            golden.QueryEmbeddings, await _generator.AsQueryGenerator().GenerateAsync(golden.Queries, cancellationToken: Cancellation));
        AssertSame(golden.DocumentEmbeddings, await _generator.GenerateAsync(golden.Documents, cancellationToken: Cancellation));
    }

    [Theory]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(255)]
    [InlineData(256)]
    public async Task Fewer_dimensions_are_the_start_of_the_reference_at_norm_one(int dimensions)
    {
        var golden = GoldenModels.Load();
        var embeddings = await _generator.GenerateAsync(golden.Documents, new() { Dimensions = dimensions }, Cancellation);
        var expected = golden.DocumentEmbeddings.Select(row =>
        {
            var norm = Math.Sqrt(row[..dimensions].Sum(value => value * value));
            return row[..dimensions].Select(value => value / norm).ToArray();
        });
        AssertSame([.. expected], embeddings);
    }

    [Fact]
    public async Task A_text_alone_is_what_it_is_in_a_batch()
    {
        var golden = GoldenModels.Load();
        var batch = await _generator.GenerateAsync(golden.Documents, cancellationToken: Cancellation);
        foreach (var (i, document) in golden.Documents.Index())
        {
            var alone = await _generator.GenerateVectorAsync(document, cancellationToken: Cancellation);
            Assert.True(TensorPrimitives.CosineSimilarity(alone.Span, batch[i].Vector.Span) >= 0.999999);
        }
    }

    [Fact]
    public async Task Usage_counts_the_tokenizers_tokens_and_one_end_token_a_text()
    {
        var golden = GoldenModels.Load();
        var tokenizer = _generator.GetRequiredService<Qwen3Tokenizer>();
        var embeddings = await _generator.GenerateAsync(golden.Documents, cancellationToken: Cancellation);
        Assert.Equal(golden.Documents.Sum(document => tokenizer.CountTokens(document) + 1), embeddings.Usage!.InputTokenCount);
    }

    [Fact]
    public async Task Cut_tokens_are_reported_and_too_long_texts_refused_by_default()
    {
        var text = string.Concat(Enumerable.Repeat(" word", 50));
        var model = _generator.GetRequiredService<EmbeddingModel>();
        using var strict = new Qwen3EmbeddingGenerator(
            _generator.GetRequiredService<IEmbeddingEngine>(), new() { MaxTokens = 11 }, leaveEngineOpen: true);
        using var cutting = new Qwen3EmbeddingGenerator(
            _generator.GetRequiredService<IEmbeddingEngine>(),
            new() { MaxTokens = 11, Truncation = Truncation.TruncateEnd },
            leaveEngineOpen: true);
        var exception = await Assert.ThrowsAsync<ArgumentException>(() => strict.GenerateAsync([text], cancellationToken: Cancellation));
        Assert.DoesNotContain("word", exception.Message, StringComparison.Ordinal);
        var usage = (await cutting.GenerateAsync([text], cancellationToken: Cancellation)).Usage!;
        Assert.Equal(11, usage.InputTokenCount);
        Assert.Equal(model.Tokenizer.CountTokens(text) - 10, usage.AdditionalCounts![Qwen3PropertyNames.TruncatedTokenCount]);
    }

    [Fact]
    public void The_model_stands_behind_the_services()
    {
        Assert.Equal(256, _generator.GetRequiredService<EmbeddingGeneratorMetadata>().DefaultModelDimensions);
        Assert.Equal("qwen3.local", _generator.GetRequiredService<EmbeddingGeneratorMetadata>().ProviderName);
        Assert.Equal(GoldenModels.EmbeddingFile, _generator.GetRequiredService<ModelDescription>().Path);
        Assert.Same(_generator.GetRequiredService<EmbeddingModel>().Tokenizer, _generator.GetRequiredService<Qwen3Tokenizer>());
    }

    [Fact]
    public async Task A_generator_refused_for_its_options_leaves_no_file_open()
    {
        var copy = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        File.Copy(GoldenModels.EmbeddingFile, copy);
        Assert.Throws<ArgumentOutOfRangeException>(() => Qwen3EmbeddingGenerator.Load(copy, new() { Dimensions = 257 }));
        await using (File.Open(copy, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
        }

        File.Delete(copy);
    }

    [Fact]
    public async Task A_disposed_generator_says_so()
    {
        var view = _generator.AsQueryGenerator();
        _generator.Dispose();
        _generator.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => view.GenerateAsync(["a"], cancellationToken: Cancellation));
    }

    public void Dispose() => _generator.Dispose();

    private static void AssertSame(double[][] expected, GeneratedEmbeddings<Embedding<float>> actual)
    {
        Assert.Equal(expected.Length, actual.Count);
        foreach (var (row, embedding) in expected.Zip(actual))
        {
            var vector = embedding.Vector.ToArray();
            Assert.True(row.Zip(vector, (e, a) => e * a).Sum() >= 0.99999);
            Assert.All(row.Zip(vector), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        }
    }
}
