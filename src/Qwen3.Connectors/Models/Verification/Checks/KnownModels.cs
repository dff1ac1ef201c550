using System.Text.Json;

namespace Qwen3.Connectors.Models.Verification.Checks;

/// <summary>The known models, read from <c>known-models.json</c>.</summary>
internal sealed record KnownModels
{
    private static readonly Lazy<KnownModels> s_own = new(Read);

    /// <summary>The models by Qwen and the bundled ones of this repository.</summary>
    public static KnownModels Own => s_own.Value;

    /// <summary>Tables of tolerances: from the type of most weights to the maximum deviation of a value. For a missing type, only the order is compared.</summary>
    public required Dictionary<string, Dictionary<string, double>> Tolerances { get; init; }

    public required Dictionary<string, KnownVocabulary> Vocabularies { get; init; }

    public required KnownModel[] Models { get; init; }

    /// <summary>Returns the maximum deviation of a value, or null where only the order is compared.</summary>
    public double? ToleranceOf(string? table, string weightType) => table is not null && Tolerances[table].TryGetValue(weightType, out var tolerance) ? tolerance : null;

    private static KnownModels Read()
    {
        using var stream = typeof(KnownModels).Assembly.GetManifestResourceStream("known-models.json")!;
        return JsonSerializer.Deserialize(stream, KnownModelsJson.Default.KnownModels)!;
    }
}
