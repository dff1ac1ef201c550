using System.Text.Json;
using System.Text.Json.Serialization;
using Qwen3.Connectors.Cli.Benchmarking.Reports;
using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Models.Verification;
using Qwen3.Connectors.Remote.Diagnosis;

namespace Qwen3.Connectors.Cli.Output;

/// <summary>Writes JSON on one line. A number has the fewest digits that are read back as the same value.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(EmbedLine))]
[JsonSerializable(typeof(RerankLine))]
[JsonSerializable(typeof(TokensLine))]
[JsonSerializable(typeof(ModelDescription))]
[JsonSerializable(typeof(ModelEstimate))]
[JsonSerializable(typeof(BenchmarkReport))]
[JsonSerializable(typeof(ModelVerification))]
[JsonSerializable(typeof(ServerDiagnosis))]
[JsonSerializable(typeof(PullLine))]
[JsonSerializable(typeof(ListLine))]
[JsonSerializable(typeof(WhereLine))]
[JsonSerializable(typeof(string))]
internal sealed partial class JsonLine : JsonSerializerContext
{
    public static string Write<T>(T value) => JsonSerializer.Serialize(value, typeof(T), Default);

    /// <summary>Writes the fields of a model, and its estimates in the field <c>estimate</c>.</summary>
    public static string Write<T>(T model, ModelEstimate estimate)
    {
        var fields = JsonSerializer.SerializeToNode(model, typeof(T), Default)!.AsObject();
        fields.Add("estimate", JsonSerializer.SerializeToNode(estimate, Default.ModelEstimate));
        return fields.ToJsonString();
    }
}
