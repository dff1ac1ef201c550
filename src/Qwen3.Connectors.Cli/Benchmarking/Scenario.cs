namespace Qwen3.Connectors.Cli.Benchmarking;

/// <summary>A kind of call that is made again and again, with new texts each time.</summary>
/// <param name="name">One word or two with a hyphen, for programs.</param>
/// <param name="description">What is called, for people.</param>
/// <param name="textCount">Texts of a call.</param>
/// <param name="maxTokens">Tokens that a text has at the most.</param>
/// <param name="promptTokens">Tokens that the prompt adds, about.</param>
internal abstract class Scenario(string name, string description, int textCount, int maxTokens, int promptTokens = 0)
{
    public string Name { get; } = name;

    public string Description { get; } = description;

    /// <summary>Texts of a call.</summary>
    public int TextCount { get; } = textCount;

    /// <summary>Tokens that a text has at the most.</summary>
    public int MaxTokens { get; } = maxTokens;

    /// <summary>Tokens that a text and its prompt have, about.</summary>
    public int TokensEach => MaxTokens + promptTokens;

    /// <summary>Whether the time of a single call is what matters, more than tokens per second.</summary>
    public bool IsLatency => TextCount == 1 && MaxTokens <= 256;

    /// <summary>Makes one call; only the engine's time counts, not that of making up the texts.</summary>
    public abstract Task<ScenarioCall> CallAsync(CancellationToken cancellationToken);
}
