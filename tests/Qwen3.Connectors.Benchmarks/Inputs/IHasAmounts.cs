namespace Qwen3.Connectors.Benchmarks.Inputs;

/// <summary>A benchmark class whose calls can be counted in something, by its parameters alone.</summary>
internal interface IHasAmounts
{
    /// <summary>What a call gets through; asked before the setup.</summary>
    Amounts Amounts { get; }
}
