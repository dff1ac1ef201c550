namespace Qwen3.Connectors.Models.Fingerprints.Comparison;

/// <summary>A part in which a generator's vectors differ from stored ones.</summary>
/// <param name="Part">The part.</param>
/// <param name="Stored">Its value for the stored vectors.</param>
/// <param name="Current">Its value for the generator.</param>
/// <param name="PreventsSearching">Whether the generator's vectors must not be compared with the stored ones.</param>
/// <param name="PreventsAdding">Whether the generator's vectors must not be stored beside the stored ones.</param>
/// <param name="Meaning">What the difference means and what to do, in whole sentences.</param>
internal sealed record VectorSpaceDifference(
    VectorSpacePart Part, string Stored, string Current, bool PreventsSearching, bool PreventsAdding, string Meaning);
