namespace Qwen3.Connectors.Remote.Engines;

/// <summary>Scores of fixed pairs.</summary>
internal sealed record ProbeScore(double[] Values)
{
    /// <summary>Precisions and 8-bit quantisations of the same weights differ by less.</summary>
    public const double MaxDifference = 0.1;
}
