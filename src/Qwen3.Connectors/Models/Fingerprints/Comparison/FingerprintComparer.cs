using System.Globalization;

namespace Qwen3.Connectors.Models.Fingerprints.Comparison;

/// <summary>Decides which vectors are comparable.</summary>
internal static class FingerprintComparer
{
    private const string EmbedAgain = "Use what the stored vectors were made with, or embed all documents again.";

    public static List<VectorSpaceDifference> Compare(VectorSpaceFingerprint stored, VectorSpaceFingerprint current)
    {
        var differences = new List<VectorSpaceDifference>();
        if (!ProbeVector.AreSame(stored.Weights, current.Weights))
        {
            AddIfDifferent(
                VectorSpacePart.Weights, stored.Weights, current.Weights, $"The model, or its quantisation, is another one. {EmbedAgain}");
        }

        AddIfDifferent(VectorSpacePart.Tokenizer, stored.Tokenizer, current.Tokenizer, $"The same text has other tokens. {EmbedAgain}");
        AddIfDifferent(
            VectorSpacePart.Template,
            stored.Template,
            current.Template,
            $"This version of the library builds another prompt from a text. {EmbedAgain}");
        AddIfDifferent(
            VectorSpacePart.Pooling, stored.Pooling, current.Pooling, $"Vectors are computed from other hidden states. {EmbedAgain}");
        AddRoleOrInstruction(differences, stored, current);
        AddIfDifferent(
            VectorSpacePart.Dimensions,
            Format(stored.Dimensions),
            Format(current.Dimensions),
            "The vectors have different lengths. Set the generator's Dimensions to the stored value, "
                + "or truncate the stored vectors if they are longer (Matryoshka.Truncate).");
        if (stored.Truncation != current.Truncation || stored.MaxTokens != current.MaxTokens)
        {
            differences.Add(new(
                VectorSpacePart.Truncation,
                FormatLimit(stored),
                FormatLimit(current),
                PreventsSearching: false,
                PreventsAdding: false,
                "Texts beyond a limit are truncated differently and get different vectors of the same space. "
                    + "Shorter texts are unaffected."));
        }

        return differences;

        void AddIfDifferent(VectorSpacePart part, string storedValue, string currentValue, string meaning)
        {
            if (storedValue != currentValue)
            {
                differences.Add(new VectorSpaceDifference(
                    part, storedValue, currentValue, PreventsSearching: true, PreventsAdding: true, meaning));
            }
        }
    }

    /// <summary>
    /// Documents are searched with any query instruction; vectors that were stored as queries require the same instruction on both sides.
    /// </summary>
    private static void AddRoleOrInstruction(
        List<VectorSpaceDifference> differences, VectorSpaceFingerprint stored, VectorSpaceFingerprint current)
    {
        if (stored.Role != current.Role)
        {
            var storedAreDocuments = stored.Role == EmbeddingRole.Document;
            differences.Add(new(
                VectorSpacePart.Role,
                Format(stored.Role),
                Format(current.Role),
                PreventsSearching: !storedAreDocuments,
                PreventsAdding: true,
                storedAreDocuments
                    ? "Query vectors may search document vectors, but must not be stored beside them: add with the document generator "
                        + "(AsDocumentGenerator)."
                    : "The stored vectors were embedded as queries, for a symmetric task such as clustering: "
                        + "search and add with a query generator that has the same instruction (AsQueryGenerator)."));
        }
        else if (stored.Instruction != current.Instruction)
        {
            differences.Add(new(
                VectorSpacePart.Instruction,
                stored.Instruction ?? "none",
                current.Instruction ?? "none",
                PreventsSearching: true,
                PreventsAdding: true,
                "The stored vectors were embedded with another instruction (the values are hashes). "
                    + "Pass the same instruction to AsQueryGenerator, or embed all texts again."));
        }
    }

    private static string Format(EmbeddingRole role) => role.ToString().ToLowerInvariant();

    private static string Format(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "unknown";

    private static string FormatLimit(VectorSpaceFingerprint space) => $"{space.Truncation} beyond {Format(space.MaxTokens)} tokens";
}
