using System.Diagnostics.CodeAnalysis;
using Qwen3.Connectors.Inference.Formats;

namespace Qwen3.Connectors.Inference.Gguf;

/// <summary>Throws exceptions for faults of tensors.</summary>
internal static partial class GgufThrow
{
    [DoesNotReturn]
    public static void InvalidModel_BadTensorName(GgufReader reader, ReadOnlySpan<byte> name, int limit) => throw new InvalidModelException(
        reader.Path, $"a name of {name.Length} bytes, '{GgufText.Printable(name)}', in {reader.Entry}", $"1 to {limit} bytes of UTF-8 without control characters", Damaged);

    [DoesNotReturn]
    public static void InvalidModel_DuplicateTensor(string path, string name) =>
        throw new InvalidModelException(path, $"the tensor '{name}' twice", "each tensor once", Damaged);

    [DoesNotReturn]
    public static GgufTensor InvalidModel_MissingTensor(string path, string name) =>
        throw new InvalidModelException(path, $"no tensor '{name}'", "one under this name", "The file is of another architecture, or its converter left the tensor out.");

    [DoesNotReturn]
    public static void InvalidModel_DimensionCount(GgufReader reader, uint count, int limit) =>
        throw new InvalidModelException(reader.Path, $"{count} dimensions in {reader.Entry}", $"1 to {limit}", Damaged);

    [DoesNotReturn]
    public static void InvalidModel_Dimensions(GgufReader reader, long[] lengths, string expected) =>
        throw new InvalidModelException(reader.Path, $"the dimensions [{string.Join(", ", lengths)}] in {reader.Entry}", expected, Damaged);

    [DoesNotReturn]
    public static BlockFormat InvalidModel_TensorType(GgufReader reader, uint type) => throw new InvalidModelException(
        reader.Path,
        $"{reader.Entry} of {TensorTypeName.Describe(type)}",
        $"one of the types {string.Join(", ", BlockFormat.All.Select(format => format.Type))}",
        "Choose a file of the model in one of these types, such as Q8_0 or Q4_K_M, or quantize it again with llama.cpp's llama-quantize.");

    [DoesNotReturn]
    public static void InvalidModel_Unaligned(GgufReader reader, ulong offset, uint alignment) =>
        throw new InvalidModelException(reader.Path, $"the offset {offset} in {reader.Entry}", $"a multiple of the alignment, {alignment}", Damaged);

    [DoesNotReturn]
    public static void InvalidModel_AbsurdOffset(GgufReader reader, ulong offset) => throw new InvalidModelException(
        reader.Path, $"the offset {offset} in {reader.Entry}", $"an offset inside the file of {reader.Mapping.Length} bytes", Damaged);

    [DoesNotReturn]
    public static void InvalidModel_Overlap(string path, GgufTensorInfo first, GgufTensorInfo second) => throw new InvalidModelException(
        path,
        $"the tensor '{second.Name}' at offset {second.Offset}, inside '{first.Name}', which takes the offsets {first.Offset} to {first.End - 1}",
        "tensors on bytes of their own",
        Damaged);

    [DoesNotReturn]
    public static void InvalidModel_DataPastEnd(GgufReader reader, GgufTensorInfo last, long missing) => throw new InvalidModelException(
        reader.Path,
        $"a file of {reader.Mapping.Length} bytes: {missing} bytes are missing to the end of the tensor '{last.Name}'",
        $"{reader.Mapping.Length + missing} bytes or more",
        SplitFile.Advice(reader.Path) ?? "The download is truncated: resume it or fetch the file again.");
}
