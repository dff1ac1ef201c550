using System.Numerics.Tensors;
using Microsoft.Extensions.AI;
using Qwen3.Connectors.Inference;

// The code of a reader has no test cancellation token.
#pragma warning disable xUnit1051

namespace Qwen3.Connectors.Tests.Samples;

/// <summary>Compiles and runs the code of docs/rag.md. Every code line of the page is in this file.</summary>
public class RagCode
{
    [Fact]
    public async Task From_text_to_prompt()
    {
        using var documents = Qwen3EmbeddingGenerator.Load(GoldenModels.EmbeddingFile);
        using var reranker = Qwen3Reranker.Load(GoldenModels.RerankerFile);
        var handbook = string.Join("\n\n", GoldenModels.Load().Documents.Take(4).Select(text => $"{text} {text} {text} {text}"));
        const string question = "What is the capital of China?";

        var chunker = new DocumentChunker(documents.GetRequiredService<Qwen3Tokenizer>(), new() { MaxTokens = 200 });
        var chunks = chunker.Chunk(handbook, DocumentFormat.Text).Select(chunk => chunk.Text).ToList();
        var index = await documents.GenerateAsync(chunks);

        var vector = await documents.AsQueryGenerator().GenerateVectorAsync(question);
        var candidates = chunks
            .Zip(index, (chunk, embedding) => (Text: chunk, Similarity: TensorPrimitives.Dot(embedding.Vector.Span, vector.Span)))
            .OrderByDescending(candidate => candidate.Similarity)
            .Take(50);

        var options = new RerankOptions { TopN = 3, MinimumScore = 0.2, MaxDuration = TimeSpan.FromSeconds(30) };
        var ranking = await reranker.RerankAsync(question, candidates, candidate => candidate.Text, options);

        var context = string.Join("\n\n", ranking.Select(item => item.Item.Text));
        var prompt = ranking.Count == 0
            ? $"Say that the handbook does not answer this: {question}"
            : $"Answer from these passages alone.\n\n{context}\n\nQuestion: {question}";

        var tokenizer = documents.GetRequiredService<Qwen3Tokenizer>();
        Assert.All(chunks, chunk => Assert.InRange(tokenizer.CountTokens(chunk), 1, 200));
        Assert.Contains("Beijing", ranking[0].Item.Text, StringComparison.Ordinal);
        Assert.EndsWith($"Question: {question}", prompt, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_has_this_code() => PageSnippets.AssertCompiled(
        "docs/rag.md",
        "tests/Qwen3.Connectors.Tests/Samples/RagCode.cs",
        except: "var handbook = await File.ReadAllTextAsync(\"handbook.txt\");");
}
