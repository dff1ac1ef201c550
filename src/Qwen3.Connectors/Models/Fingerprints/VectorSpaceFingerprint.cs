using System.Diagnostics.CodeAnalysis;
using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Models.Fingerprints.Comparison;
using Qwen3.Connectors.VectorSearch;

namespace Qwen3.Connectors;

/// <summary>
/// What vectors depend on, part by part: store its text beside an index, and ask <see cref="EnsureCompatible"/> before the index is searched again.
/// A generator gives its own: <c>generator.GetService(typeof(VectorSpaceFingerprint))</c>.
/// </summary>
/// <remarks>
/// It tells of a generator, with the options that it was made with; what one call changes (role, instruction, dimensions, truncation) is not in it.
/// No text of the user's is in it: of an instruction it holds a hash.
/// <para>
/// The rule: vectors can be compared when model, tokenizer, template, pooling and dimensions are the same, and the document side was embedded alike. Another
/// quantisation of the same model counts as another model: its vectors are near, and nobody measured how near on your texts. Queries may have any instruction
/// where documents have none; where documents were embedded as queries (clustering, similarity), both sides must have the same one. Vectors cut to d values
/// are of the space of d dimensions, whether the generator cut them or <see cref="Matryoshka"/> did later: <c>stored with { Dimensions = d }</c> tells of those.
/// </para>
/// </remarks>
public sealed record VectorSpaceFingerprint
{
    /// <summary>The weights, as <see cref="ModelFingerprint.Weights"/>; <c>model:NAME</c> where an engine does not show its file.</summary>
    public required string Weights { get; init; }

    /// <summary>The tokenizer, as <see cref="ModelFingerprint.Tokenizer"/>; <c>model:NAME</c> where an engine does not show its file.</summary>
    public required string Tokenizer { get; init; }

    /// <summary>The strings around texts: a hash of the templates of this library.</summary>
    public required string Template { get; init; }

    /// <summary>How a text's hidden states become its vector: <c>last-l2</c>, the last token's, of norm one.</summary>
    public required string Pooling { get; init; }

    /// <summary>What texts are embedded as.</summary>
    public required EmbeddingRole Role { get; init; }

    /// <summary>A hash of the instruction before queries, 32 hexadecimal digits; null for documents, which have none.</summary>
    public required string? Instruction { get; init; }

    /// <summary>Values of a vector; null where a remote engine does not tell.</summary>
    public required int? Dimensions { get; init; }

    /// <summary>What is done with longer texts.</summary>
    public required Truncation Truncation { get; init; }

    /// <summary>Tokens that a text may have; null where a remote engine does not tell.</summary>
    public required int? MaxTokens { get; init; }

    /// <summary>Reads the text of a fingerprint.</summary>
    /// <param name="text">What <see cref="ToString"/> gave, in any version of this library from the first.</param>
    /// <exception cref="FormatException">It is no such text, or of a later version.</exception>
    public static VectorSpaceFingerprint Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return FingerprintText.Read(text, out var fault) ?? throw new FormatException(fault);
    }

    /// <summary>Reads the text of a fingerprint, if it is one.</summary>
    /// <param name="text">What <see cref="ToString"/> gave.</param>
    /// <param name="fingerprint">The fingerprint, or null.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out VectorSpaceFingerprint? fingerprint)
    {
        fingerprint = text is null ? null : FingerprintText.Read(text, out _);
        return fingerprint is not null;
    }

    /// <summary>Everything in which this generator's vectors differ from stored ones.</summary>
    /// <param name="stored">The fingerprint of the generator that made the stored vectors.</param>
    /// <returns>The differences in the order of the parts, each with what it prevents; empty where there is none.</returns>
    public IReadOnlyList<VectorSpaceDifference> Compare(VectorSpaceFingerprint stored)
    {
        ArgumentNullException.ThrowIfNull(stored);
        return FingerprintComparer.Compare(stored, this);
    }

    /// <summary>Makes sure that vectors of this generator may search stored ones: that their dot products mean something.</summary>
    /// <param name="stored">The fingerprint of the generator that made the stored vectors.</param>
    /// <exception cref="VectorSpaceMismatchException">They may not; the message names every part that differs, and what to do.</exception>
    public void EnsureCompatible(VectorSpaceFingerprint stored) => Ensure(stored, difference => difference.PreventsSearching);

    /// <summary>Makes sure that vectors of this generator may be stored beside stored ones: that they were made in the same way.</summary>
    /// <param name="stored">The fingerprint of the generator that made the stored vectors.</param>
    /// <exception cref="VectorSpaceMismatchException">They may not; the message names every part that differs, and what to do.</exception>
    public void EnsureCanAddTo(VectorSpaceFingerprint stored) => Ensure(stored, difference => difference.PreventsAdding);

    /// <summary>
    /// The fingerprint as a text of ASCII characters, the same in every process and on every machine: <c>qwen3-space/1;weights=...;tokenizer=...;...</c>
    /// </summary>
    public override string ToString() => FingerprintText.Write(this);

    private void Ensure(VectorSpaceFingerprint stored, Func<VectorSpaceDifference, bool> prevents)
    {
        var differences = Compare(stored);
        if (differences.Any(prevents))
        {
            throw new VectorSpaceMismatchException(stored, this, [.. differences.Where(prevents)]);
        }
    }
}
