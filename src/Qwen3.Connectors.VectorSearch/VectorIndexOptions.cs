using Qwen3.Connectors.VectorSearch.Arithmetic;

namespace Qwen3.Connectors.VectorSearch;

/// <summary>
/// How a <see cref="VectorIndex"/> keeps and searches vectors. The defaults search exactly. Copied when an index is created: later changes have no effect.
/// </summary>
/// <remarks>
/// A search scans all vectors in <see cref="ScanEncoding"/>, cut to <see cref="ScanDimensions"/>. With a <see cref="RescoreEncoding"/>, it scans for more
/// candidates than were asked for, and those are scored again in that encoding at full width:
/// <list type="bullet">
/// <item>two-stage Matryoshka search: <c>ScanDimensions = 128, RescoreEncoding = VectorEncoding.Float32</c>;</item>
/// <item>binary search as sentence-transformers has it: <c>ScanEncoding = VectorEncoding.Binary, RescoreEncoding = VectorEncoding.Int8</c>;</item>
/// <item>binary search with float queries and no other memory: <c>ScanEncoding = VectorEncoding.Binary, RescoreEncoding = VectorEncoding.Binary</c>.</item>
/// </list>
/// </remarks>
public sealed class VectorIndexOptions
{
    /// <summary>How vectors are kept for the scan.</summary>
    /// <value>Default <see cref="VectorEncoding.Float32"/>.</value>
    public VectorEncoding ScanEncoding { get; set; }

    /// <summary>Values that are scanned, the first of each vector; 32 to the full width. The models are trained for it (MRL).</summary>
    /// <value>Default null: all.</value>
    public int? ScanDimensions { get; set; }

    /// <summary>How vectors are kept at full width to score the candidates again.</summary>
    /// <value>Default null: they are not, and the scan's scores are the results.</value>
    public VectorEncoding? RescoreEncoding { get; set; }

    /// <summary>Candidates for each match asked for; at least 1. Used with a <see cref="RescoreEncoding"/> only.</summary>
    /// <value>Default 4.</value>
    public int CandidateMultiplier { get; set; } = 4;

    /// <summary>
    /// Vectors of full width that <see cref="VectorEncoding.Int8"/> takes the range of each dimension from: some hundred typical documents or more. Used
    /// when an index is created.
    /// </summary>
    /// <value>Default null: <see cref="VectorIndex.Create(IEnumerable{ReadOnlyMemory{float}}, VectorIndexOptions?)"/> takes the vectors themselves.</value>
    public IReadOnlyList<ReadOnlyMemory<float>>? Calibration { get; set; }

    /// <summary>Vectors to have memory for at the start; 0 or more. More can be added: memory is doubled, and copied, whenever it is full.</summary>
    /// <value>Default 0.</value>
    public int Capacity { get; set; }

    /// <summary>Identifies the space of the vectors: the model, prompt and dimensions that they are made with. The index stores it and does not interpret it.</summary>
    /// <remarks>Qwen3.Connectors sets it to the text of a <c>VectorSpaceFingerprint</c>; <c>index.EnsureCompatible(generator)</c> compares it.</remarks>
    /// <value>Default null: unknown.</value>
    public string? Space { get; set; }

    /// <summary>Threads that a search may use; 1 to 1024. Results do not depend on it.</summary>
    /// <value>Default null: as many as the process may use cores.</value>
    public int? ThreadCount { get; set; }

    internal bool UsesInt8 => ScanEncoding == VectorEncoding.Int8 || RescoreEncoding == VectorEncoding.Int8;

    internal VectorIndexOptions Clone() => (VectorIndexOptions)MemberwiseClone();

    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    internal void Check(int dimensions, string parameterName)
    {
        var narrowest = Math.Min(MatryoshkaVector.MinDimensions, dimensions);
        Require(parameterName, Enum.IsDefined(ScanEncoding), $"ScanEncoding is {ScanEncoding}; Float32, Int8 or Binary was expected.");
        Require(parameterName, RescoreEncoding is null || Enum.IsDefined(RescoreEncoding.Value), $"RescoreEncoding is {RescoreEncoding}; null, Float32, Int8 or Binary was expected.");
        Require(parameterName, ScanDimensions is null || (ScanDimensions >= narrowest && ScanDimensions <= dimensions), $"ScanDimensions is {ScanDimensions}; {narrowest} to {dimensions} was expected.");
        Require(parameterName, CandidateMultiplier >= 1, $"CandidateMultiplier is {CandidateMultiplier}; at least 1 was expected.");
        Require(parameterName, Capacity >= 0, $"Capacity is {Capacity}; at least 0 was expected.");
        Require(parameterName, ThreadCount is null or (>= 1 and <= 1024), $"ThreadCount is {ThreadCount}; 1 to 1024 was expected.");
        Require(parameterName, !UsesInt8 || Calibration is { Count: > 0 }, "Int8 needs the ranges of the dimensions, and there is no Calibration: give it some typical vectors, or use VectorIndex.Create.");
    }

    private static void Require(string parameterName, bool condition, string message)
    {
        if (!condition)
        {
            throw new ArgumentException(message, parameterName);
        }
    }
}
