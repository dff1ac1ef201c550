using System.Runtime.CompilerServices;

namespace Qwen3.Connectors.Benchmarks.Inputs;

/// <summary>The model files to measure: environment variables, else the bundled files.</summary>
internal static class BenchmarkFiles
{
    /// <summary>An embedding model: <c>QWEN3_BENCH_MODEL</c>.</summary>
    public static string Embedding => Environment.GetEnvironmentVariable("QWEN3_BENCH_MODEL") ?? Bundled("qwen3-mini-embedding.Q8_0.gguf");

    /// <summary>A reranking model: <c>QWEN3_BENCH_RERANKER</c>.</summary>
    public static string Reranker => Environment.GetEnvironmentVariable("QWEN3_BENCH_RERANKER") ?? Bundled("qwen3-mini-reranker.Q8_0.gguf");

    /// <summary>A file whose tokenizer is measured: <c>QWEN3_BENCH_VOCABULARY</c>, else the embedding model.</summary>
    public static string Vocabulary => Environment.GetEnvironmentVariable("QWEN3_BENCH_VOCABULARY") ?? Embedding;

    private static string Bundled(string name, [CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "..", "..", "samples", "models", name));
}
