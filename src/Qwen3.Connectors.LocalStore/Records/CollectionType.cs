using System.Buffers;
using System.Collections;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Qwen3.Connectors.LocalStore.Records;

/// <summary>An array or a list, stored as a JSON array of its encoded elements. SQLite reads it with <c>json_each</c>.</summary>
internal sealed class CollectionType(ColumnType element, IElementType factory, Type type, bool isArray)
    : ColumnType(isArray ? $"{element.Name}[]" : $"list of {element.Name}", "TEXT")
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public override ColumnType? Element => element;

    public override object? DefaultValue => null;

    public override bool Accepts(Type candidate) => candidate == type;

    public override object Encode(object value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, s_options))
        {
            writer.WriteStartArray();
            foreach (var item in (IEnumerable)value)
            {
                Write(writer, item is null ? null : element.Encode(item));
            }

            writer.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public override object Decode(object stored)
    {
        using var document = JsonDocument.Parse((string)stored);
        var values = document.RootElement.EnumerateArray().Select(Read).ToList();
        return isArray ? factory.CreateArray(values) : factory.CreateList(values);
    }

    private static void Write(Utf8JsonWriter writer, object? encoded)
    {
        switch (encoded)
        {
            case null:
                writer.WriteNullValue();
                break;
            case long number:
                writer.WriteNumberValue(number);
                break;
            case double number when double.IsFinite(number):
                writer.WriteRawValue(JsonNumber.Write(number));
                break;
            case double:
                throw new ArgumentException("A collection has an infinite number, which JSON cannot store; finite numbers were expected.");
            default:
                writer.WriteStringValue((string)encoded);
                break;
        }
    }

    private object? Read(JsonElement item) => item.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => element.Decode(item.GetString()!),
        _ when element.SqlType == "REAL" => element.Decode(item.GetDouble()),
        _ => element.Decode(item.GetInt64()),
    };
}
