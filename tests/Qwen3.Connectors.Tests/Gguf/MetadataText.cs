using System.Globalization;
using System.Text;
using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Inference.Gguf;

namespace Qwen3.Connectors.Tests.Gguf;

/// <summary>Reads a metadata value of any type as text.</summary>
internal static class MetadataText
{
    private static readonly Func<GgufMetadata, string, string>[] s_readers =
    [
        (metadata, key) => $"text {metadata.GetString(key)}",
        (metadata, key) => metadata.TryGetNumber(key, out var value) ? value.ToString(CultureInfo.InvariantCulture) : "",
        (metadata, key) => metadata.TryGetBool(key, out var value) ? $"{value}" : "",
        (metadata, key) => $"numbers {string.Join(' ', metadata.GetInt32s(key))}",
        (metadata, key) =>
        {
            var strings = metadata.GetStrings(key);
            return $"texts {string.Join(' ', Enumerable.Range(0, strings.Count).Select(i => Encoding.UTF8.GetString(strings[i])))}";
        },
    ];

    /// <summary>Returns the value; for a type that the engine does not read, such as an array of floats, the words that say so.</summary>
    public static string Of(GgufMetadata metadata, string key)
    {
        foreach (var read in s_readers)
        {
            try
            {
                return read(metadata, key);
            }
            catch (InvalidModelException)
            {
                // The value has another type.
            }
        }

        return "another type";
    }
}
