using System.Text.Json;

namespace Qwen3.Connectors.Tools.Results;

/// <summary>
/// Reads a result of the MCP SDK for C# as the JSON that it stands for, and returns one of its type. The type is known by its name, so that
/// the SDK is not needed where nobody uses it.
/// </summary>
internal static class McpObject
{
    private const string ResultType = "ModelContextProtocol.Protocol.CallToolResult";

    public static bool IsMatch(object result) => result.GetType().FullName == ResultType;

    public static ResultReading Read(object result, JsonSerializerOptions options)
    {
        if (!options.TryGetTypeInfo(result.GetType(), out var type))
        {
            return ResultReading.NoList(result) with
            {
                Problem = $"{nameof(ResultRerankingOptions.SerializerOptions)} can't read a {ResultType}; expected options that know it",
                HasTexts = true,
            };
        }

        var json = JsonSerializer.SerializeToElement(result, type);
        return ResultReading.Of(JsonResult.Read(json), result, reranked => JsonSerializer.Deserialize(reranked, type));
    }
}
