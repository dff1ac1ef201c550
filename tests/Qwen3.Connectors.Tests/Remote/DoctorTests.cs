using Qwen3.Connectors.Engines;
using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Models.Verification;
using Qwen3.Connectors.Remote;
using Qwen3.Connectors.Remote.Diagnosis;

namespace Qwen3.Connectors.Tests.Remote;

/// <summary>The faults that servers are known for: each is found, with what changes it.</summary>
public class DoctorTests
{
    private const string UnknownModel = "some-model";

    /// <summary>Saves the time of long texts where the bundled model computes.</summary>
    private const int ShortContext = 600;

    private static readonly Dictionary<string, DoctorCase> s_embeddingCases = new()
    {
        ["no end token"] = new(RemoteProtocol.LlamaServer, "end token", ModelCheckOutcome.Corrected, "add_eos_token")
        {
            Configure = fake => fake.AddsEndToken = false,
        },
        ["no end token, not counted"] = new(RemoteProtocol.OpenAI, "golden similarity", ModelCheckOutcome.Failed, "<|endoftext|>")
        {
            IsReal = true,
            Configure = fake =>
            {
                fake.AddsEndToken = false;
                fake.ReportsUsage = false;
            },
        },
        ["a prompt of the server's"] = new(RemoteProtocol.Vllm, "prompt", ModelCheckOutcome.Failed, "--default-prompt")
        {
            Configure = fake => fake.DefaultPrompt = "passage: ",
        },
        ["NaN"] = new(RemoteProtocol.Ollama, "finite values", ModelCheckOutcome.Failed, "BF16")
        {
            Configure = fake => fake.IsPoisoned = text => text.StartsWith("import", StringComparison.Ordinal),
        },
        ["first-token pooling"] = new(RemoteProtocol.LlamaServer, "pooling", ModelCheckOutcome.Failed, "--pooling last")
        {
            Configure = fake => fake.VectorTransform = (texts, i, _) => FakeModel.EmbedCheaply(texts[i].Split(' ')[0]),
        },
        ["other pooling"] = new(
            RemoteProtocol.TextEmbeddingsInference, "golden similarity", ModelCheckOutcome.Failed, "--pooling last-token")
        {
            IsReal = true,
            Configure = fake => fake.VectorTransform = (_, _, row) => [.. row.Select((value, i) => i % 2 == 0 ? value : value + 0.1f)],
        },
        ["the instruction ignored"] = new(RemoteProtocol.Vllm, "instruction", ModelCheckOutcome.Failed, "--runner pooling")
        {
            Configure = fake => fake.VectorTransform = (texts, i, _) => FakeModel.EmbedCheaply(texts[i].Split("Query:")[^1]),
        },
        ["silent truncation"] = new(RemoteProtocol.Ollama, "long texts", ModelCheckOutcome.Failed, "OLLAMA_CONTEXT_LENGTH")
        {
            Configure = fake =>
            {
                fake.MaxTokens = 512;
                fake.TruncatesSilently = true;
            },
        },
        ["a small physical batch"] = new(RemoteProtocol.LlamaServer, "long texts", ModelCheckOutcome.Failed, "-ub 8192")
        {
            Configure = fake => fake.PhysicalBatch = 512,
        },
        ["a batch that changes vectors"] = new(RemoteProtocol.Vllm, "batches", ModelCheckOutcome.Failed, "attention mask")
        {
            Configure = fake => fake.VectorTransform = (texts, _, row) =>
                texts.Count == 1 ? row : [.. row.Select((value, i) => i < 30 ? 0 : value)],
        },
        ["another order"] = new(RemoteProtocol.Ollama, "batches", ModelCheckOutcome.Failed, "MaxTextsPerRequest")
        {
            Configure = fake => fake.VectorTransform = (texts, i, _) => FakeModel.EmbedCheaply(texts[^(i + 1)]),
        },
        ["few texts in a request"] = new(
            RemoteProtocol.TextEmbeddingsInference, "batch limit", ModelCheckOutcome.Corrected, "--max-client-batch-size"),
        ["dimensions refused"] = new(RemoteProtocol.Vllm, "dimensions", ModelCheckOutcome.Corrected, "is_matryoshka")
        {
            Configure = fake => fake.RefusesDimensions = true,
        },
        ["dimensions ignored"] = new(RemoteProtocol.LlamaServer, "dimensions", ModelCheckOutcome.Corrected, "llama-server has no such")
        {
            Configure = fake => fake.IgnoresDimensions = true,
        },
        ["special tokens read"] = new(RemoteProtocol.Vllm, "special tokens", ModelCheckOutcome.Corrected, "space behind the bracket")
        {
            Configure = fake => fake.ReadsSpecialTokens = true,
        },
        ["no normalisation"] = new(RemoteProtocol.LlamaServer, "normalisation", ModelCheckOutcome.Corrected, "--embd-normalize 2")
        {
            Configure = fake => fake.Normalizes = false,
        },
        ["a model without pooling"] = new(RemoteProtocol.Ollama, "routes", ModelCheckOutcome.Failed, "qwen3.pooling_type")
        {
            Configure = fake => fake.Faults.Add(400, "{\"error\":\"this model does not support embeddings\"}"),
        },
        ["NaN as an error"] = new(RemoteProtocol.Ollama, "embeddings", ModelCheckOutcome.Failed, "BF16")
        {
            Configure = fake => fake.Faults.Add(500, "{\"error\":\"failed to encode response: json: unsupported value: NaN\"}"),
        },
        ["an answer of another shape"] = new(RemoteProtocol.OpenAI, "embeddings", ModelCheckOutcome.Failed, "Protocol=")
        {
            Configure = fake => fake.Faults.Add(200, "{\"embeddings\":[[1]]}"),
        },
    };

    private static readonly Dictionary<string, DoctorCase> s_rerankCases = new()
    {
        ["no template, vLLM"] = new(RemoteProtocol.Vllm, "template", ModelCheckOutcome.Corrected, "--chat-template")
        {
            Configure = fake => fake.AppliesTemplate = false,
        },
        ["no template, llama-server"] = new(
            RemoteProtocol.LlamaServer, "template", ModelCheckOutcome.Failed, "tokenizer.chat_template.rerank")
        {
            Configure = fake => fake.AppliesTemplate = false,
        },
        ["no template, not counted"] = new(RemoteProtocol.OpenAI, "golden reranking, query 1", ModelCheckOutcome.Failed, "template")
        {
            IsReal = true,
            Configure = fake =>
            {
                fake.AppliesTemplate = fake.ReportsUsage = false;
                fake.ScoreTransform = (score, i, _) => 0.9 + (i * 0.01);
            },
        },
        ["a second sigmoid"] = new(RemoteProtocol.LlamaServer, "score range", ModelCheckOutcome.Failed, "second sigmoid")
        {
            Configure = fake => fake.ScoreTransform = (score, _, _) => 1 / (1 + Math.Exp(-score)),
        },
        ["logits"] = new(RemoteProtocol.GpuStack, "score range", ModelCheckOutcome.Failed, "softmax")
        {
            Configure = fake => fake.ScoreTransform = (score, _, _) => (score * 9) - 3,
        },
        ["no head, 0.5"] = new(RemoteProtocol.Vllm, "score range", ModelCheckOutcome.Failed, "another conversion")
        {
            Configure = fake => fake.ScoreTransform = (_, _, _) => 0.5,
        },
        ["no head, near 0"] = new(RemoteProtocol.LlamaServer, "score range", ModelCheckOutcome.Failed, "cls.output.weight")
        {
            Configure = fake => fake.ScoreTransform = (score, _, _) => score * 1e-22,
        },
        ["NaN"] = new(RemoteProtocol.Vllm, "score range", ModelCheckOutcome.Failed, "BF16")
        {
            Configure = fake => fake.IsPoisoned = text => text.StartsWith("Mars", StringComparison.Ordinal),
        },
        ["a batch that changes scores"] = new(RemoteProtocol.SGLang, "batches", ModelCheckOutcome.Failed, "--disable-radix-cache")
        {
            Configure = fake => fake.ScoreTransform = (score, i, documents) => documents.Count > 1 ? score * (0.9 - (i * 0.1)) : score,
        },
        ["a fixed instruction"] = new(RemoteProtocol.LlamaServer, "instruction", ModelCheckOutcome.Corrected, "web search instruction"),
        ["a small physical batch"] = new(RemoteProtocol.LlamaServer, "long documents", ModelCheckOutcome.Failed, "-ub 8192")
        {
            Configure = fake => fake.PhysicalBatch = 512,
        },
    };

    public static TheoryData<string> EmbeddingCases => [.. s_embeddingCases.Keys];

    public static TheoryData<string> RerankCases => [.. s_rerankCases.Keys];

    [Theory]
    [MemberData(nameof(EmbeddingCases))]
    public Task A_fault_of_embeddings_is_found_with_its_fix(string name) => FindAsync(s_embeddingCases[name], reranks: false);

    [Theory]
    [MemberData(nameof(RerankCases))]
    public Task A_fault_of_reranking_is_found_with_its_fix(string name) => FindAsync(s_rerankCases[name], reranks: true);

    [Theory]
    [InlineData(RemoteProtocol.Vllm)]
    [InlineData(RemoteProtocol.Ollama)]
    public async Task A_right_server_passes_with_the_golden_numbers(RemoteProtocol kind)
    {
        await using var server = await FakeServer.StartAsync(kind, fake => fake.AppliesTemplate = fake.TakesInstruction = true);
        var diagnosis = await ExamineAsync(server);
        Assert.DoesNotContain(diagnosis.Checks, check => check.Outcome is ModelCheckOutcome.Failed or ModelCheckOutcome.Corrected);
        Assert.Contains(diagnosis.Checks, check => check is { Name: "golden similarity", Outcome: ModelCheckOutcome.Passed });
        Assert.Equal(
            kind == RemoteProtocol.Vllm,
            diagnosis.Checks.Any(check => check is { Name: "golden reranking, query 1", Outcome: ModelCheckOutcome.Passed }));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_model_without_published_numbers_is_compared_with_a_local_file(bool isEqual)
    {
        await using var server = await FakeServer.StartAsync(RemoteProtocol.TextEmbeddingsInference, fake =>
        {
            fake.ModelName = UnknownModel;
            fake.MaxTokens = ShortContext;
            fake.VectorTransform = (_, _, row) => isEqual ? row : [.. row.Reverse()];
        });
        using var reference = new LocalEmbeddingEngine(EmbeddingModel.Load(GoldenModels.EmbeddingFile));
        var diagnosis = await ExamineAsync(server, reference);
        Assert.Equal(
            isEqual ? ModelCheckOutcome.Passed : ModelCheckOutcome.Failed,
            diagnosis.Checks.Single(check => check.Name == "reference").Outcome);
    }

    private static async Task FindAsync(DoctorCase fault, bool reranks)
    {
        await using var server = await FakeServer.StartAsync(fault.Kind, fake =>
        {
            fake.IsCheap = !fault.IsReal;
            fake.ModelName = fault.IsReal ? fake.ModelName : UnknownModel;
            fake.MaxTokens = fault.IsReal ? ShortContext : fake.MaxTokens;
            fake.AppliesTemplate = true;
            fake.OffersReranking = reranks;
            fault.Configure(fake);
        });
        var diagnosis = await ExamineAsync(server);
        var check = diagnosis.Checks.FirstOrDefault(check => check.Name == fault.Check && check.Outcome == fault.Outcome);
        Assert.True(check is not null, string.Join('\n', diagnosis.Checks));
        Assert.Contains(fault.Fix, $"{check.Reason} {check.Advice}", StringComparison.Ordinal);
        Assert.Equal(fault.Outcome != ModelCheckOutcome.Failed, diagnosis.Passed);
    }

    private static Task<ServerDiagnosis> ExamineAsync(FakeServer server, IEmbeddingEngine? reference = null)
    {
        var options = new RemoteOptions { MaxRetries = 0 };
        options.Endpoints.Add(server.Address);
        return new ServerDoctor(options) { Reference = reference }.RunAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>A fault, the check that must find it, and a part of its fix.</summary>
    private sealed record DoctorCase(RemoteProtocol Kind, string Check, ModelCheckOutcome Outcome, string Fix)
    {
        /// <summary>Whether the fake computes with the bundled models, for golden numbers.</summary>
        public bool IsReal { get; init; }

        public Action<FakeServer> Configure { get; init; } = _ => { };
    }
}
