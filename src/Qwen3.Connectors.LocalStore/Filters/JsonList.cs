using System.Buffers;
using System.Text;
using System.Text.Json;
using Qwen3.Connectors.LocalStore.Records;

namespace Qwen3.Connectors.LocalStore.Filters;

/// <summary>Encoded values as one JSON array.</summary>
internal static class JsonList
{
    /// <param name="values">Each a long, double or string.</param>
    public static string Write(IEnumerable<object> values)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartArray();
            foreach (var value in values)
            {
                switch (value)
                {
                    case long number:
                        writer.WriteNumberValue(number);
                        break;
                    case double number when double.IsFinite(number):
                        writer.WriteRawValue(JsonNumber.Write(number));
                        break;
                    case double number:
                        // Out of range, which SQLite reads as infinity.
                        writer.WriteRawValue(number > 0 ? "9e999" : "-9e999", skipInputValidation: true);
                        break;
                    default:
                        writer.WriteStringValue((string)value);
                        break;
                }
            }

            writer.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
