namespace Qwen3.Connectors.Benchmarks.Inputs;

/// <summary>What one call of a benchmark gets through; 0 for what it isn't about.</summary>
internal readonly record struct Amounts
{
    /// <summary>Floating point operations; a multiply-add is two.</summary>
    public double Operations { get; init; }

    /// <summary>Bytes: of text in UTF-8, or of weights.</summary>
    public double Bytes { get; init; }

    /// <summary>Values that are decoded.</summary>
    public double Values { get; init; }
}
