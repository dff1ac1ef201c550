using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Models.Verification.Checks;

namespace Qwen3.Connectors.Remote.Diagnosis;

/// <summary>Identifies the model of a server by its name and the width of its embeddings.</summary>
internal static class KnownServerModels
{
    /// <summary>The weights' type is not known of a server: the widest tolerance of those that are used.</summary>
    public const double SimilarityTolerance = 0.04;

    private static readonly string[] s_sizes = ["0.6b", "4b", "8b", "mini"];

    /// <summary>Returns null where the name is not that of a known model.</summary>
    public static KnownModel? Find(ModelKind kind, string? name, int? width) => name is null
        || !name.Contains("qwen3", StringComparison.OrdinalIgnoreCase)
            ? null
            : KnownModels.Own.Models.FirstOrDefault(model => model.Kind == kind
                && (width is null ? SizeOf(model.Name) == SizeOf(name) && SizeOf(name) is not null : model.Shape.HiddenSize == width));

    private static string? SizeOf(string name) =>
        Array.Find(s_sizes, size => name.Contains(size, StringComparison.OrdinalIgnoreCase));
}
