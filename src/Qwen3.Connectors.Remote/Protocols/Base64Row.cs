using System.Buffers.Binary;
using System.Text.Json;

namespace Qwen3.Connectors.Remote.Protocols;

/// <summary>An embedding as base64 of little-endian floats.</summary>
internal static class Base64Row
{
    public static float[] Decode(JsonElement text)
    {
        if (!text.TryGetBytesFromBase64(out var bytes) || bytes.Length % sizeof(float) != 0)
        {
            throw new AnswerFormatException("a text that is not base64 of floats", "an embedding");
        }

        var values = new float[bytes.Length / sizeof(float)];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(i * sizeof(float)));
        }

        return values;
    }
}
