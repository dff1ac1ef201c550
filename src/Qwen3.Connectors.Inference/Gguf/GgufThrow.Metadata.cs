using System.Diagnostics.CodeAnalysis;

namespace Qwen3.Connectors.Inference.Gguf;

/// <summary>Throws exceptions for faults of keys and values.</summary>
internal static partial class GgufThrow
{
    [DoesNotReturn]
    public static void InvalidModel_BadKey(GgufReader reader, ReadOnlySpan<byte> key, int limit) => throw new InvalidModelException(
        reader.Path, $"a key of {key.Length} bytes, '{GgufText.Printable(key)}', in {reader.Entry}", $"1 to {limit} bytes of UTF-8 without control characters", Damaged);

    [DoesNotReturn]
    public static void InvalidModel_DuplicateKey(string path, string key) =>
        throw new InvalidModelException(path, $"the metadata key '{key}' twice", "each key once", Damaged);

    [DoesNotReturn]
    public static void InvalidModel_UnknownValueType(GgufReader reader, GgufValueType type) =>
        throw new InvalidModelException(reader.Path, $"value type {(uint)type} in {reader.Entry}", "a value type from 0 to 12", Damaged);

    [DoesNotReturn]
    public static void InvalidModel_NestedArray(GgufReader reader) =>
        throw new InvalidModelException(reader.Path, $"an array of arrays in {reader.Entry}", "an array of numbers, bools or strings", Damaged);

    [DoesNotReturn]
    public static void InvalidModel_BadBool(GgufReader reader, byte value) =>
        throw new InvalidModelException(reader.Path, $"{value} as a bool in {reader.Entry}", "0 or 1", Damaged);

    [DoesNotReturn]
    public static T InvalidModel_MissingKey<T>(string path, string key, string expected) => throw new InvalidModelException(
        path, $"no metadata key '{key}'", $"{expected} under it", "The file is of another architecture, or its converter left the key out.");

    [DoesNotReturn]
    public static void InvalidModel_OtherType(string path, string key, GgufValue found, string expected) =>
        throw new InvalidModelException(path, $"a value of type {found.TypeName} under the metadata key '{key}'", expected);

    [DoesNotReturn]
    public static void InvalidModel_OutOfRange(string path, string key, Int128 found, string expected) =>
        throw new InvalidModelException(path, $"{found} under the metadata key '{key}'", expected);

    [DoesNotReturn]
    public static void InvalidModel_BadText(string path, string key, int bytes, int limit) => throw new InvalidModelException(
        path, $"{bytes} bytes that are no text under the metadata key '{key}'", $"valid UTF-8 of at most {limit} bytes", Damaged);

    [DoesNotReturn]
    public static void InvalidModel_Split(string path, string part, uint count) => throw new InvalidModelException(
        path, $"{part} of a split model", "a model in one file", $"Download all {count} parts and merge them with llama.cpp: 'llama-gguf-split --merge <first part> <new file>'.");
}
