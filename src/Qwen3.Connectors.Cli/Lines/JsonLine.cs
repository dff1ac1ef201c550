using System.Text.Json;
using System.Text.Json.Serialization;
using Qwen3.Connectors.Cli.Benchmarking;
using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Models.Verification;

namespace Qwen3.Connectors.Cli.Lines;

/// <summary>Values as JSON on one line. Numbers are as short as reading them back exactly allows.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(EmbedLine))]
[JsonSerializable(typeof(RerankLine))]
[JsonSerializable(typeof(TokensLine))]
[JsonSerializable(typeof(ModelDescription))]
[JsonSerializable(typeof(ModelEstimate))]
[JsonSerializable(typeof(BenchmarkReport))]
[JsonSerializable(typeof(ModelVerification))]
[JsonSerializable(typeof(PullLine))]
[JsonSerializable(typeof(ListLine))]
[JsonSerializable(typeof(WhereLine))]
[JsonSerializable(typeof(string))]
internal sealed partial class JsonLine : JsonSerializerContext
{
    public static string Write<T>(T value) => JsonSerializer.Serialize(value, typeof(T), Default);

    /// <summary>A model's fields, and its estimates in a field of their own.</summary>
    public static string Write<T>(T model, ModelEstimate estimate)
    {
        var fields = JsonSerializer.SerializeToNode(model, typeof(T), Default)!.AsObject();
        fields.Add("estimate", JsonSerializer.SerializeToNode(estimate, Default.ModelEstimate));
        return fields.ToJsonString();
    }

    /// <summary>A JSON string, or null where the line is something else.</summary>
    public static string? ReadText(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, Default.String);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
