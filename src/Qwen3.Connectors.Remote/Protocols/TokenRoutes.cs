using System.Text.Json;

namespace Qwen3.Connectors.Remote.Protocols;

/// <summary>A server's routes from text to token ids and back.</summary>
internal sealed record TokenRoutes
{
    public required string EncodePath { get; init; }

    /// <summary>Writes a request for the tokens of a text, without those that the server adds.</summary>
    public required Action<Utf8JsonWriter, string?, string> WriteEncode { get; init; }

    public required Func<JsonElement, int[]> ReadIds { get; init; }

    public required string DecodePath { get; init; }

    public required Action<Utf8JsonWriter, string?, ReadOnlyMemory<int>> WriteDecode { get; init; }

    public required Func<JsonElement, string?> ReadText { get; init; }

    public static int[] ReadIdList(JsonElement list) => [.. list.EnumerateArray().Select(id => id.GetInt32())];

    public static void WriteIds(Utf8JsonWriter json, string name, ReadOnlyMemory<int> ids)
    {
        json.WriteStartArray(name);
        foreach (var id in ids.Span)
        {
            json.WriteNumberValue(id);
        }

        json.WriteEndArray();
    }
}
