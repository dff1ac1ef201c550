using Qwen3.Connectors.Cli.Benchmarking.Scenarios;
using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Cli.Benchmarking;

/// <summary>The model to measure, of either kind, and its scenarios.</summary>
internal abstract class BenchmarkSubject(ModelDescription model, Qwen3Tokenizer tokenizer) : IDisposable
{
    protected const int QueryMinTokens = 8;
    protected const int QueryMaxTokens = 16;

    public ModelDescription Model { get; } = model;

    protected RandomTextGenerator TextGenerator { get; } = new(text => tokenizer.CountTokens(text));

    /// <summary>Creates the scenarios of the headline figures, the most important first.</summary>
    public abstract IReadOnlyList<Scenario> CreateSuite();

    /// <summary>Creates a scenario from the number of texts per call and of tokens per text.</summary>
    public abstract Scenario CreateScenario(int textCount, int tokens);

    /// <summary>Returns the token counts of the engine, or null if it does not count.</summary>
    public abstract SharedTokens? ReadTokens();

    public abstract void Dispose();

    /// <summary>Opens a file as the kind that its header says; a file that does not say is opened as an embedding model.</summary>
    /// <exception cref="InvalidModelException">The file is damaged or of neither kind.</exception>
    public static BenchmarkSubject Open(CliEnvironment environment, string path, int threadCount)
    {
        var inference = new InferenceOptions { ThreadCount = threadCount };
        return environment.Describe(path).Kind == ModelKind.Reranker
            ? new RerankerSubject(environment.LoadReranker(path, new Qwen3RerankerOptions { Inference = inference }))
            : new EmbeddingSubject(environment.LoadGenerator(path, new Qwen3EmbeddingOptions { Inference = inference }));
    }
}
