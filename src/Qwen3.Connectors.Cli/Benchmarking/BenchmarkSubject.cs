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

    /// <summary>Opens a file of either kind. A causal language model loads as both; the name in its header decides.</summary>
    /// <exception cref="InvalidModelException">The file is of neither kind.</exception>
    public static BenchmarkSubject Open(CliEnvironment environment, string path, int threadCount)
    {
        InvalidModelException? fault = null;
        try
        {
            var generator = environment.LoadGenerator(path, new Qwen3EmbeddingOptions { ThreadCount = threadCount });
            var subject = new EmbeddingSubject(generator);
            if (!subject.Model.Name.Contains("rerank", StringComparison.OrdinalIgnoreCase))
            {
                return subject;
            }

            subject.Dispose();
        }
        catch (InvalidModelException exception)
        {
            fault = exception;
        }

        try
        {
            return new RerankerSubject(environment.LoadReranker(path, new Qwen3RerankerOptions { ThreadCount = threadCount }));
        }
        catch (InvalidModelException) when (fault is not null)
        {
            // A file that loads as neither kind is usually damaged, so the first reason is as good as the second.
            throw fault;
        }
    }
}
