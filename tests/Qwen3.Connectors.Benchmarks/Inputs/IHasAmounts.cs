namespace Qwen3.Connectors.Benchmarks.Inputs;

/// <summary>A benchmark whose amounts per call follow from its parameters.</summary>
internal interface IHasAmounts
{
    /// <summary>The amounts of one call; read before the setup.</summary>
    Amounts Amounts { get; }
}
