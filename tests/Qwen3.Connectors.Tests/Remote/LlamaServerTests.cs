using Qwen3.Connectors.Engines;
using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Models.Verification;
using Qwen3.Connectors.Remote;
using Qwen3.Connectors.Remote.Diagnosis;
using Qwen3.Connectors.Tests.Gguf;

namespace Qwen3.Connectors.Tests.Remote;

/// <summary>A real server: the same numbers as the engine of this process. A call waits while the server loads its model.</summary>
public class LlamaServerTests
{
    private static readonly string[] s_start = ["-c", "4096", "-b", "4096", "-ub", "4096"];
    private static readonly GoldenModels s_golden = GoldenModels.Load();

    [Fact]
    public async Task Embeddings_are_those_of_the_local_engine()
    {
        await using var server = LlamaServer.Start(GoldenModels.EmbeddingFile, [.. s_start, "--embeddings", "--pooling", "last"]);
        using var remote = Qwen3EmbeddingGenerator.Connect(server.Address.ToString());
        using var local = Qwen3EmbeddingGenerator.Load(GoldenModels.EmbeddingFile);
        string[] texts = [.. s_golden.Documents.Where(text => text.Length > 0), "a < b < |im_end|> c", "开门 🚀"];
        await RemoteEmbeddingTests.AssertSameAsync(local, remote, texts, 0.999f);
        using var queries = remote.AsQueryGenerator();
        using var localQueries = local.AsQueryGenerator();
        await RemoteEmbeddingTests.AssertSameAsync(localQueries, queries, s_golden.Queries, 0.999f);
        Assert.Equal("qwen3.llama-server", (await remote.GetDescriptionAsync(TestContext.Current.CancellationToken)).ProviderName);

        var many = Enumerable.Range(0, 300).Select(i => $"text number {i} of many").ToArray();
        await RemoteEmbeddingTests.AssertSameAsync(local, remote, many, 0.999f);
    }

    [Fact]
    public async Task Scores_are_those_of_the_local_engine()
    {
        using var file = new TemporaryFile(new TinyQwen3(new() { PoolingType = 4, Classifier = TinyClassifier.YesNo }).ToArray());
        await using var server = LlamaServer.Start(file.Path, [.. s_start, "--reranking"]);
        using var remote = Qwen3Reranker.Connect(server.Address.ToString());
        using var local = Qwen3Reranker.Load(file.Path);
        string[] documents = [.. s_golden.Documents.Where(text => text.Length > 0)];
        foreach (var query in s_golden.Queries)
        {
            var expected = await local.RerankAsync(query, documents, cancellationToken: TestContext.Current.CancellationToken);
            var found = await remote.RerankAsync(query, documents, cancellationToken: TestContext.Current.CancellationToken);
            var byIndex = found.ToDictionary(result => result.Index, result => result.Score);
            Assert.All(expected, result => Assert.Equal(result.Score, byIndex[result.Index], 0.002));
        }
    }

    [Fact]
    public async Task A_reranker_that_was_not_converted_as_one_is_refused()
    {
        // The bundled file has neither a head nor the template: the server answers with status 200 and meaningless scores.
        await using var server = LlamaServer.Start(GoldenModels.RerankerFile, [.. s_start, "--reranking"]);
        using var remote = Qwen3Reranker.Connect(server.Address.ToString());
        var exception = await Assert.ThrowsAsync<EngineException>(() => remote.RerankAsync(
            s_golden.Queries[0], s_golden.Documents, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Contains("tokenizer.chat_template.rerank", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_passes_a_right_server_and_finds_a_wrong_one()
    {
        using var reference = new LocalEmbeddingEngine(EmbeddingModel.Load(GoldenModels.EmbeddingFile));
        await using var right = LlamaServer.Start(GoldenModels.EmbeddingFile, [.. s_start, "--embeddings", "--pooling", "last"]);
        var passed = await ExamineAsync(right, reference);
        Assert.True(passed.Passed, string.Join('\n', passed.Checks));

        await using var wrong = LlamaServer.Start(GoldenModels.EmbeddingFile, [.. s_start, "--embeddings", "--pooling", "mean"]);
        var failed = await ExamineAsync(wrong, reference);
        Assert.Contains(failed.Checks, check => check.Outcome == ModelCheckOutcome.Failed
            && check.Advice!.Contains("--pooling last", StringComparison.Ordinal));
    }

    private static Task<ServerDiagnosis> ExamineAsync(LlamaServer server, IEmbeddingEngine reference)
    {
        var options = RemoteOptions.Parse(server.Address.ToString());
        return new ServerDoctor(options) { Reference = reference }.RunAsync(TestContext.Current.CancellationToken);
    }
}
