using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Qwen3.Connectors.Tests.Embedding;

/// <summary>Token counts of an embedding, as they are and after JSON.</summary>
public class EmbeddingTokenTests
{
    [Fact]
    public async Task Counts_are_read_from_embeddings_and_from_their_json()
    {
        using var generator = Qwen3EmbeddingGenerator.Load(
            GoldenModels.EmbeddingFile, new() { MaxTokens = 5, Truncation = Inference.Truncation.TruncateEnd });
        var embedding = await generator.GenerateAsync(
            "one two three four five six seven", cancellationToken: TestContext.Current.CancellationToken);
        var stored = JsonSerializer.Deserialize<Embedding<float>>(
            JsonSerializer.Serialize(embedding, AIJsonUtilities.DefaultOptions), AIJsonUtilities.DefaultOptions)!;
        Assert.Equal(5, embedding.GetTokenCount());
        Assert.Equal(3, embedding.GetTruncatedTokenCount());
        Assert.Equal((5, 3), (stored.GetTokenCount(), stored.GetTruncatedTokenCount()));
    }

    [Fact]
    public void An_embedding_of_another_provider_has_no_counts()
    {
        var embedding = new Embedding<float>(new float[1]);
        Assert.Equal((null, null), (embedding.GetTokenCount(), embedding.GetTruncatedTokenCount()));
        embedding.AdditionalProperties = new() { [Qwen3PropertyNames.TokenCount] = "many" };
        Assert.Equal((null, null), (embedding.GetTokenCount(), embedding.GetTruncatedTokenCount()));
    }
}
