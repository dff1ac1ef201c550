using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Qwen3.Connectors.Tools.Results;

/// <summary>Writes JSON values for models to read.</summary>
internal static class JsonText
{
    // Escapes would cost a language model several tokens a letter; nothing of this goes into HTML.
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonElement Build(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, s_options))
        {
            write(writer);
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }
}
