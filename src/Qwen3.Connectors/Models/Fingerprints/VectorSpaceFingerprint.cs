using System.Diagnostics.CodeAnalysis;
using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Models.Fingerprints.Comparison;
using Qwen3.Connectors.Models.Fingerprints.Creation;
using Qwen3.Connectors.VectorSearch;

namespace Qwen3.Connectors;

/// <summary>
/// Everything that the vectors of a generator depend on. Store its text beside an index, and call <see cref="EnsureCompatible"/> before
/// the index is searched again. <see cref="VectorSpaceExtensions.GetVectorSpace"/> returns the fingerprint of a generator.
/// </summary>
/// <remarks>
/// It describes a generator with the options that it was created with; options of a single call (role, instruction, dimensions,
/// truncation) are not included. It contains no user text: an instruction is included as a hash.
/// <para>
/// Vectors are comparable if weights, tokenizer, template, pooling and dimensions are equal and the documents were embedded in the same
/// way. Another quantisation counts as another model: its vectors are similar, but how similar on your texts is unknown. Queries may
/// have any instruction if the documents have none; if documents were embedded as queries (clustering, similarity), both sides need the
/// same instruction. Vectors that are truncated to d values belong to the space of d dimensions, whether the generator or
/// <see cref="Matryoshka"/> truncated them: <c>stored with { Dimensions = d }</c> describes them.
/// </para>
/// </remarks>
public sealed record VectorSpaceFingerprint
{
    /// <summary>
    /// The weights, as <see cref="ModelFingerprint.Weights"/>; <c>model:NAME</c> if an engine does not provide a fingerprint of its
    /// file.
    /// </summary>
    public required string Weights { get; init; }

    /// <summary>
    /// The tokenizer, as <see cref="ModelFingerprint.Tokenizer"/>; <c>model:NAME</c> if an engine does not provide a fingerprint.
    /// </summary>
    public required string Tokenizer { get; init; }

    /// <summary>A hash of the prompt templates of this library.</summary>
    public required string Template { get; init; }

    /// <summary>How hidden states become a vector: <c>last-l2</c> is the last token's hidden state, L2-normalised.</summary>
    public required string Pooling { get; init; }

    /// <summary>Whether texts are embedded as documents or as queries.</summary>
    public required EmbeddingRole Role { get; init; }

    /// <summary>A hash of the query instruction, 32 hexadecimal digits; null for documents, which have none.</summary>
    public required string? Instruction { get; init; }

    /// <summary>The length of a vector; null if a remote engine does not report it.</summary>
    public required int? Dimensions { get; init; }

    /// <summary>What happens to longer texts.</summary>
    public required Truncation Truncation { get; init; }

    /// <summary>The token limit of a text; null if a remote engine does not report it.</summary>
    public required int? MaxTokens { get; init; }

    /// <summary>Parses the text of a fingerprint.</summary>
    /// <param name="text">The result of <see cref="ToString"/>, from any earlier version of this library.</param>
    /// <exception cref="FormatException">The text is not a fingerprint, or comes from a later version.</exception>
    public static VectorSpaceFingerprint Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return FingerprintSerializer.Read(text, out var fault) ?? throw new FormatException(fault);
    }

    /// <summary>Parses the text of a fingerprint, and returns false if it is not one.</summary>
    /// <param name="text">The result of <see cref="ToString"/>.</param>
    /// <param name="fingerprint">The fingerprint, or null.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out VectorSpaceFingerprint? fingerprint)
    {
        fingerprint = text is null ? null : FingerprintSerializer.Read(text, out _);
        return fingerprint is not null;
    }

    /// <summary>Checks that vectors of this generator may search stored vectors: their dot products are similarities.</summary>
    /// <param name="stored">The fingerprint of the generator that made the stored vectors.</param>
    /// <exception cref="VectorSpaceMismatchException">They may not; the message names every part that differs, and says what to
    /// do.</exception>
    public void EnsureCompatible(VectorSpaceFingerprint stored) => Ensure(stored, difference => difference.PreventsSearching);

    /// <summary>Checks that vectors of this generator may be stored beside stored vectors: they are made in the same way.</summary>
    /// <param name="stored">The fingerprint of the generator that made the stored vectors.</param>
    /// <exception cref="VectorSpaceMismatchException">They may not; the message names every part that differs, and says what to
    /// do.</exception>
    public void EnsureCanAddTo(VectorSpaceFingerprint stored) => Ensure(stored, difference => difference.PreventsAdding);

    /// <summary>
    /// Returns the fingerprint as ASCII text, which is the same in every process and on every machine:
    /// <c>qwen3-space/1;weights=...;tokenizer=...;...</c>
    /// </summary>
    public override string ToString() => FingerprintSerializer.Write(this);

    /// <summary>Returns all differences from stored vectors, in the order of the parts, each with what it prevents.</summary>
    internal IReadOnlyList<VectorSpaceDifference> Compare(VectorSpaceFingerprint stored)
    {
        ArgumentNullException.ThrowIfNull(stored);
        return FingerprintComparer.Compare(stored, this);
    }

    private void Ensure(VectorSpaceFingerprint stored, Func<VectorSpaceDifference, bool> prevents)
    {
        var differences = Compare(stored).Where(prevents).ToArray();
        if (differences.Length > 0)
        {
            throw new VectorSpaceMismatchException(stored, this, differences);
        }
    }
}
