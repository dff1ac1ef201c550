using Microsoft.Extensions.AI;
using Qwen3.Connectors.VectorSearch;
using static System.FormattableString;

namespace Qwen3.Connectors.LocalStore;

/// <summary>Options of a <see cref="LocalVectorStore"/>. Copied when the store is created: later changes have no effect.</summary>
public sealed class LocalVectorStoreOptions
{
    private const int MinScanDimensions = 32;

    /// <summary>
    /// Gets or sets the generator for the vectors of properties that hold texts, and for searches for a text. A
    /// <see cref="Qwen3EmbeddingGenerator"/>, also behind decorators, embeds records as documents and searched texts as queries. A
    /// generator of a collection's definition or of a property takes precedence. Not disposed.
    /// </summary>
    /// <value>Default null: vectors are given.</value>
    public IEmbeddingGenerator? EmbeddingGenerator { get; set; }

    /// <summary>
    /// Gets or sets how vectors are kept in memory for a search. In any encoding but <see cref="VectorEncoding.Float32"/> the best
    /// candidates are scored again with the vectors of the file, so that scores are exact. Applies to cosine and dot product; other
    /// distance functions always use <see cref="VectorEncoding.Float32"/>.
    /// </summary>
    /// <value>Default <see cref="VectorEncoding.Float32"/>: the search is exact.</value>
    public VectorEncoding ScanEncoding { get; set; }

    /// <summary>
    /// Gets or sets how many of the first values of each vector are kept in memory, 32 or more, for models trained with MRL. Properties
    /// with fewer dimensions keep all values. Candidates are scored again at full width with the vectors of the file.
    /// </summary>
    /// <value>Default null: all.</value>
    public int? ScanDimensions { get; set; }

    /// <summary>
    /// Gets or sets the candidates per requested result that are scored again, 1 or more. Used if <see cref="ScanEncoding"/> or
    /// <see cref="ScanDimensions"/> is set.
    /// </summary>
    /// <value>Default 10.</value>
    public int CandidateMultiplier { get; set; } = 10;

    /// <summary>Gets or sets how long a call waits for another process that writes, more than zero.</summary>
    /// <value>Default 30 seconds.</value>
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Returns a copy.</summary>
    /// <exception cref="ArgumentException">Options are out of their range; the message lists all.</exception>
    internal LocalVectorStoreOptions CloneValid(string parameterName)
    {
        var faults = new List<string>();
        Require(faults, Enum.IsDefined(ScanEncoding), $"{nameof(ScanEncoding)} is {ScanEncoding}; expected Float32, Int8 or Binary.");
        Require(
            faults,
            ScanDimensions is null or >= MinScanDimensions,
            Invariant($"{nameof(ScanDimensions)} is {ScanDimensions}; expected null or at least {MinScanDimensions}."));
        Require(
            faults,
            CandidateMultiplier >= 1,
            Invariant($"{nameof(CandidateMultiplier)} is {CandidateMultiplier}; expected at least 1."));
        Require(
            faults,
            BusyTimeout > TimeSpan.Zero && BusyTimeout.TotalDays <= 1,
            Invariant($"{nameof(BusyTimeout)} is {BusyTimeout}; expected more than zero, at most a day."));
        return faults.Count == 0
            ? (LocalVectorStoreOptions)MemberwiseClone()
            : throw new ArgumentException($"{nameof(LocalVectorStoreOptions)}: {string.Join(' ', faults)}", parameterName);
    }

    private static void Require(List<string> faults, bool holds, string message)
    {
        if (!holds)
        {
            faults.Add(message);
        }
    }
}
