using System.Text.Json;

namespace Qwen3.Connectors.Models.Verification.Checks;

/// <summary>What this library knows of models: <c>known-models.json</c>, which is data, so that nothing here can be made to pass.</summary>
internal sealed record KnownModels
{
    private static readonly Lazy<KnownModels> s_own = new(Read);

    /// <summary>The models by Qwen and those of this repository.</summary>
    public static KnownModels Own => s_own.Value;

    /// <summary>Tables of tolerances: the type that holds most weights to how far a value may be off. A type that is missing is held to the order alone.</summary>
    public required Dictionary<string, Dictionary<string, double>> Tolerances { get; init; }

    public required Dictionary<string, KnownVocabulary> Vocabularies { get; init; }

    public required KnownModel[] Models { get; init; }

    /// <summary>How far a value may be off, or null where only the order counts.</summary>
    public double? ToleranceOf(string? table, string weightType) => table is not null && Tolerances[table].TryGetValue(weightType, out var tolerance) ? tolerance : null;

    private static KnownModels Read()
    {
        using var stream = typeof(KnownModels).Assembly.GetManifestResourceStream("known-models.json")!;
        return JsonSerializer.Deserialize(stream, KnownModelsJson.Default.KnownModels)!;
    }
}
