using Qwen3.Connectors.VectorSearch.Arithmetic;
using static System.FormattableString;

namespace Qwen3.Connectors.VectorSearch;

/// <summary>
/// How a <see cref="VectorIndex"/> stores and searches vectors. The defaults give an exact search. Copied when an index is created.
/// </summary>
/// <remarks>
/// A search scans all vectors in <see cref="ScanEncoding"/>, truncated to <see cref="ScanDimensions"/>. With a
/// <see cref="RescoreEncoding"/> it collects
/// more candidates than requested matches and scores them again in that encoding at full width:
/// <list type="bullet">
/// <item>two-stage Matryoshka search: <c>ScanDimensions = 128, RescoreEncoding = VectorEncoding.Float32</c>;</item>
/// <item>binary search with rescoring, as in sentence-transformers: <c>ScanEncoding = VectorEncoding.Binary, RescoreEncoding =
/// VectorEncoding.Int8</c>;</item>
/// <item>binary search with float queries and no further memory: <c>ScanEncoding = VectorEncoding.Binary, RescoreEncoding =
/// VectorEncoding.Binary</c>.</item>
/// </list>
/// </remarks>
public sealed class VectorIndexOptions
{
    /// <summary>Gets or sets how vectors are stored for the scan.</summary>
    /// <value>Default <see cref="VectorEncoding.Float32"/>.</value>
    public VectorEncoding ScanEncoding { get; set; }

    /// <summary>
    /// Gets or sets how many of the first values of each vector are scanned; 32 to the full width. For models trained with MRL.
    /// </summary>
    /// <value>Default null: all.</value>
    public int? ScanDimensions { get; set; }

    /// <summary>Gets or sets how vectors are stored at full width to score the candidates again.</summary>
    /// <value>Default null: candidates are not scored again.</value>
    public VectorEncoding? RescoreEncoding { get; set; }

    /// <summary>Gets or sets the candidates per requested match; at least 1. Used with a <see cref="RescoreEncoding"/> only.</summary>
    /// <value>Default 4.</value>
    public int CandidateMultiplier { get; set; } = 4;

    /// <summary>
    /// Gets or sets vectors of full width from which <see cref="VectorEncoding.Int8"/> takes the range of each dimension: some hundred
    /// typical documents or more. Read when an index is created.
    /// </summary>
    /// <value>
    /// Default null: <see cref="VectorIndex.Create(IEnumerable{ReadOnlyMemory{float}}, VectorIndexOptions?)"/> uses its vectors.
    /// </value>
    public IReadOnlyList<ReadOnlyMemory<float>>? Calibration { get; set; }

    /// <summary>Gets or sets the vectors to allocate memory for at the start; 0 or more. Full memory is doubled, which copies it.</summary>
    /// <value>Default 0.</value>
    public int Capacity { get; set; }

    /// <summary>
    /// Gets or sets an identifier of the vector space: the model, prompt and dimensions that vectors were made with. The index stores it
    /// and does not interpret it.
    /// </summary>
    /// <value>Default null: unknown.</value>
    public string? Space { get; set; }

    /// <summary>Gets or sets the threads of a search at most; 1 to 1024. Results do not depend on it.</summary>
    /// <value>Default null: the number of cores.</value>
    public int? ThreadCount { get; set; }

    internal bool UsesInt8 => ScanEncoding == VectorEncoding.Int8 || RescoreEncoding == VectorEncoding.Int8;

    internal VectorIndexOptions Clone() => (VectorIndexOptions)MemberwiseClone();

    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    internal void Check(int dimensions, string parameterName)
    {
        var narrowest = Math.Min(MatryoshkaVector.MinDimensions, dimensions);
        Require(parameterName, Enum.IsDefined(ScanEncoding), $"ScanEncoding is {ScanEncoding}; Float32, Int8 or Binary was expected.");
        Require(
            parameterName,
            RescoreEncoding is null || Enum.IsDefined(RescoreEncoding.Value),
            $"RescoreEncoding is {RescoreEncoding}; null, Float32, Int8 or Binary was expected.");
        Require(
            parameterName,
            ScanDimensions is null || (ScanDimensions >= narrowest && ScanDimensions <= dimensions),
            Invariant($"ScanDimensions is {ScanDimensions}; {narrowest} to {dimensions} was expected."));
        Require(
            parameterName,
            CandidateMultiplier >= 1,
            Invariant($"CandidateMultiplier is {CandidateMultiplier}; at least 1 was expected."));
        Require(parameterName, Capacity >= 0, Invariant($"Capacity is {Capacity}; at least 0 was expected."));
        Require(
            parameterName,
            ThreadCount is null or (>= 1 and <= 1024),
            Invariant($"ThreadCount is {ThreadCount}; 1 to 1024 was expected."));
        Require(
            parameterName,
            !UsesInt8 || Calibration is { Count: > 0 },
            "Int8 needs Calibration, which is empty: set it to some hundred typical vectors, or use VectorIndex.Create.");
    }

    private static void Require(string parameterName, bool condition, string message)
    {
        if (!condition)
        {
            throw new ArgumentException(message, parameterName);
        }
    }
}
