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

    /// <summary>Opens a file of either kind. A causal language model loads as both; its name tells which it is meant for.</summary>
    /// <exception cref="InvalidModelException">The file is neither.</exception>
    public static BenchmarkSubject Open(CliEnvironment environment, string path, int threadCount)
    {
        InvalidModelException? fault = null;
        try
        {
            var generator = environment.LoadGenerator(path, new Qwen3EmbeddingOptions { Inference = { ThreadCount = threadCount } });
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
            return new RerankerSubject(environment.LoadReranker(path, new Qwen3RerankerOptions { Inference = { ThreadCount = threadCount } }));
        }
        catch (InvalidModelException) when (fault is not null)
        {
            // What neither will load is usually damaged, and the first reason is as good as the second.
            throw fault;
        }
    }
}
