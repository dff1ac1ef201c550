using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Cli.Benchmarking;

/// <summary>The model that is measured, of either kind, and the scenarios that suit it.</summary>
internal abstract class BenchmarkSubject(ModelDescription model, Qwen3Tokenizer tokenizer) : IDisposable
{
    protected const int QueryMinTokens = 8;
    protected const int QueryMaxTokens = 16;

    /// <summary>What the file says of itself.</summary>
    public ModelDescription Model { get; } = model;

    protected TextMaker TextMaker { get; } = new(text => tokenizer.CountTokens(text));

    /// <summary>The scenarios of the headline figures, those that matter most first.</summary>
    public abstract IReadOnlyList<Scenario> CreateSuite();

    /// <summary>A scenario of so many texts of so many tokens.</summary>
    public abstract Scenario CreateScenario(int textCount, int tokens);

    /// <summary>What the engine counted; null where it doesn't count.</summary>
    public abstract SharedTokens? ReadTokens();

    public abstract void Dispose();

    /// <summary>Opens a file as the kind that it is; a file that does not say is opened as an embedding model.</summary>
    /// <exception cref="InvalidModelException">The file is neither.</exception>
    public static BenchmarkSubject Open(CliEnvironment environment, string path, int threadCount) =>
        environment.Describe(path).Kind == ModelKind.Reranker
            ? new RerankerSubject(environment.LoadReranker(path, new Qwen3RerankerOptions { Inference = { ThreadCount = threadCount } }))
            : new EmbeddingSubject(environment.LoadGenerator(path, new Qwen3EmbeddingOptions { Inference = { ThreadCount = threadCount } }));
}
