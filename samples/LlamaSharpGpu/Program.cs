using System.Diagnostics;
using System.Numerics.Tensors;
using Microsoft.Extensions.AI;
using Qwen3.Connectors;
using Qwen3.Connectors.Inference;
using Qwen3.Connectors.LLamaSharp;

// usage: LlamaSharpGpu [EMBEDDING.gguf [RERANKER.gguf]]   (default: the bundled small models)
var embeddingFile = args.ElementAtOrDefault(0) ?? Path.Combine(AppContext.BaseDirectory, "models", "qwen3-mini-embedding.Q8_0.gguf");
var rerankerFile = args.ElementAtOrDefault(1) ?? Path.Combine(AppContext.BaseDirectory, "models", "qwen3-mini-reranker.Q8_0.gguf");
string[] passages =
[
    "The capital of China is Beijing.",
    "Gravity is a force that attracts two bodies towards each other.",
    "cookie: any of various small flat sweet cakes",
    "Opens a text file and returns its lines one after another, so that a large file need not fit in memory.",
];
const string Query = "What is the capital of China?";

try
{
    ITransformerBackend? backend = CreateBackend();
    using var documents = Qwen3EmbeddingGenerator.Load(embeddingFile, new() { Inference = { Backend = backend } });
    using var queries = documents.AsQueryGenerator();
    using var reranker = Qwen3Reranker.Load(rerankerFile, new() { Inference = { Backend = backend } });
    var engine = documents.GetRequiredService<EmbeddingGeneratorMetadata>();
    Console.WriteLine($"{engine.DefaultModelId} on {engine.ProviderName}");

    var started = Stopwatch.GetTimestamp();
    var embedded = await documents.GenerateAsync(passages);
    var query = await queries.GenerateVectorAsync(Query);
    var ranking = await reranker.RerankAsync(Query, passages);
    var time = Stopwatch.GetElapsedTime(started);

    Console.WriteLine($"\n\"{Query}\"\n  similarity  relevance");
    foreach (var result in ranking)
    {
        var similarity = TensorPrimitives.Dot(query.Span, embedded[result.Index].Vector.Span);
        Console.WriteLine(FormattableString.Invariant($"  {similarity,10:F4}  {result.Score,9:F4}  {passages[result.Index]}"));
    }

    var tokens = embedded.Usage!.InputTokenCount + ranking.Usage!.InputTokenCount;
    Console.WriteLine(FormattableString.Invariant($"\n{tokens} tokens and a query in {time.TotalMilliseconds:F0} ms"));
    return 0;
}
catch (Exception exception) when (exception is InvalidModelException or NativeBackendException or FileNotFoundException)
{
    Console.Error.WriteLine($"LlamaSharpGpu: {exception.Message}");
    return 1;
}

// Returns llama.cpp if its native library can be loaded, or null for the managed engine. The code above is the same for both.
static LLamaSharpBackend? CreateBackend()
{
    var backend = new LLamaSharpBackend();
    try
    {
        Console.WriteLine(backend.SupportsGpu
            ? "llama.cpp with GPU support."
            : "llama.cpp without GPU support, running on the CPU. " +
                "For an NVIDIA GPU: dotnet run --project samples/LlamaSharpGpu -p:Backend=Cuda12");
        return backend;
    }
    catch (NativeBackendException exception)
    {
        Console.WriteLine($"{exception.Message}\nUsing the managed engine instead.");
        return null;
    }
}
