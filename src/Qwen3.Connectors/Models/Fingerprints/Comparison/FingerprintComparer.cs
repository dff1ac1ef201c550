using System.Globalization;

namespace Qwen3.Connectors.Models.Fingerprints.Comparison;

/// <summary>The one rule of which vectors may meet.</summary>
internal static class FingerprintComparer
{
    private const string EmbedAnew = "Use what the stored vectors were made with, or embed all documents anew.";

    public static List<VectorSpaceDifference> Compare(VectorSpaceFingerprint stored, VectorSpaceFingerprint current)
    {
        var differences = new List<VectorSpaceDifference>();
        Always(VectorSpacePart.Weights, stored.Weights, current.Weights, $"Another model, or another quantisation of it. {EmbedAnew}");
        Always(VectorSpacePart.Tokenizer, stored.Tokenizer, current.Tokenizer, $"Texts become other tokens. {EmbedAnew}");
        Always(VectorSpacePart.Template, stored.Template, current.Template, $"Texts get another prompt, of another version of this library. {EmbedAnew}");
        Always(VectorSpacePart.Pooling, stored.Pooling, current.Pooling, $"Vectors are taken from other hidden states. {EmbedAnew}");
        AddSides(differences, stored, current);
        Always(
            VectorSpacePart.Dimensions,
            Number(stored.Dimensions),
            Number(current.Dimensions),
            "Vectors have other lengths. Set the generator's Dimensions to those stored, or cut the stored ones if they are longer (Matryoshka.Cut).");
        if (stored.Truncation != current.Truncation || stored.MaxTokens != current.MaxTokens)
        {
            differences.Add(new(
                VectorSpacePart.Truncation, Limit(stored), Limit(current), false, false,
                "Texts beyond a limit are cut otherwise and get other vectors, in the same space. Others are the same."));
        }

        return differences;

        void Always(VectorSpacePart part, string one, string other, string meaning)
        {
            if (one != other)
            {
                differences.Add(new VectorSpaceDifference(part, one, other, true, true, meaning));
            }
        }
    }

    /// <summary>Documents without an instruction are searched by queries with any; where the stored side has one, it takes part in the task and must be the same.</summary>
    private static void AddSides(List<VectorSpaceDifference> differences, VectorSpaceFingerprint stored, VectorSpaceFingerprint current)
    {
        if (stored.Role != current.Role)
        {
            var isSearch = stored.Role == EmbeddingRole.Document;
            differences.Add(new(
                VectorSpacePart.Role, Name(stored.Role), Name(current.Role), !isSearch, true,
                isSearch
                    ? "Queries search documents, but are none: add with the document generator (AsDocumentGenerator)."
                    : "The stored vectors were embedded as queries, for a task that compares like with like: search and add with a query generator of the same instruction (AsQueryGenerator)."));
        }
        else if (stored.Instruction != current.Instruction)
        {
            differences.Add(new(
                VectorSpacePart.Instruction, stored.Instruction ?? "none", current.Instruction ?? "none", true, true,
                "The stored vectors were embedded behind another instruction, of which these are hashes. Give AsQueryGenerator the same, or embed all texts anew."));
        }
    }

    private static string Name(EmbeddingRole role) => role.ToString().ToLowerInvariant();

    private static string Number(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "unknown";

    private static string Limit(VectorSpaceFingerprint space) => $"{space.Truncation} beyond {Number(space.MaxTokens)} tokens";
}
