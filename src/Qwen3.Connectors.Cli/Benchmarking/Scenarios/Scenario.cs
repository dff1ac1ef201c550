namespace Qwen3.Connectors.Cli.Benchmarking.Scenarios;

/// <summary>A call that is repeated with new texts.</summary>
/// <param name="name">The name in JSON: lower case, words joined by hyphens.</param>
/// <param name="description">The heading in a report.</param>
/// <param name="textCount">Texts per call.</param>
/// <param name="maxTokens">Maximum tokens per text, without prompt.</param>
/// <param name="promptTokens">Approximate tokens that the prompt adds to each text.</param>
internal abstract class Scenario(string name, string description, int textCount, int maxTokens, int promptTokens = 0)
{
    public string Name { get; } = name;

    public string Description { get; } = description;

    public int TextCount { get; } = textCount;

    public int MaxTokens { get; } = maxTokens;

    /// <summary>Approximate tokens per text, prompt included.</summary>
    public int TokensEach => MaxTokens + promptTokens;

    /// <summary>Whether the scenario measures the latency of a call rather than throughput.</summary>
    public bool IsLatency => TextCount == 1 && MaxTokens <= 256;

    /// <summary>Makes one call. The time of generating the texts is not measured.</summary>
    public abstract Task<ScenarioCall> CallAsync(CancellationToken cancellationToken);
}
