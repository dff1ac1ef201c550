using System.Diagnostics.CodeAnalysis;

namespace Qwen3.Connectors.Inference.Gguf;

/// <summary>Throws exceptions for faults of the container: the file, its magic, lengths and counts.</summary>
internal static partial class GgufThrow
{
    private const string Damaged = "The file is damaged: fetch it again and compare its SHA-256 with the publisher's.";

    [DoesNotReturn]
    public static void InvalidModel_Folder(string path) =>
        throw new InvalidModelException(path, "a folder", "a file", "Name one of the .gguf files in it.");

    [DoesNotReturn]
    public static void InvalidModel_Empty(string path) =>
        throw new InvalidModelException(
            path, "an empty file, or a pipe or device without a length", "a GGUF file", "The download didn't start: fetch it again.");

    [DoesNotReturn]
    public static void InvalidModel_Foreign(string path, string found, string? advice) =>
        throw new InvalidModelException(path, found, "a GGUF file, which begins with the letters GGUF", SplitFile.Advice(path) ?? advice);

    [DoesNotReturn]
    public static void InvalidModel_Version(string path, uint version)
    {
        // A number below 65,536 in the other byte order has zeros in its low half.
        var (found, advice) = version switch
        {
            1 => ("GGUF version 1", "Choose a newer file of the model: no tool has written this version since August 2023."),
            _ when version != 0 && (version & 0xFFFF) == 0 =>
                ("a big-endian GGUF file", "It was made for another kind of machine: convert it with llama.cpp's gguf_convert_endian.py, or choose the little-endian file."),
            _ => ($"GGUF version {version}", "A newer version of this library may read it; or the file is damaged."),
        };
        throw new InvalidModelException(path, found, "little-endian GGUF of version 2 or 3", advice);
    }

    [DoesNotReturn]
    public static void InvalidModel_AbsurdCount(GgufReader reader, long count, string what, long limit) =>
        throw new InvalidModelException(reader.Path, $"{count} {what} in {reader.Entry}", $"0 to {limit}", Damaged);

    [DoesNotReturn]
    public static void InvalidModel_CountPastEnd(GgufReader reader, long count, string what, int entryBytes) => throw new InvalidModelException(
        reader.Path, $"{count} {what} in {reader.Entry}, of at least {entryBytes} bytes each", $"what fits into the {reader.Left} bytes left", NotWhole(reader.Path));

    [DoesNotReturn]
    public static void InvalidModel_AbsurdLength(GgufReader reader, ulong length, string what, long limit) => throw new InvalidModelException(
        reader.Path, $"{length} bytes as the length of {what} in {reader.Entry}", $"at most {limit} bytes", Damaged);

    [DoesNotReturn]
    public static void InvalidModel_EndsEarly(GgufReader reader, long needed, string what) => throw new InvalidModelException(
        reader.Path,
        $"the end of the file in {reader.Entry}: {what} at byte {reader.Position} would take {needed} bytes and {reader.Left} are left",
        "a whole header",
        NotWhole(reader.Path));

    [DoesNotReturn]
    public static void InvalidModel_LongHeader(GgufReader reader, long length, string what, long limit) => throw new InvalidModelException(
        reader.Path, $"a header of more than {reader.Position + length} bytes: {what} in {reader.Entry} has {length} bytes", $"at most {limit} bytes", Damaged);

    private static string NotWhole(string path) =>
        SplitFile.Advice(path) ?? "The file is truncated or damaged: fetch it again and compare its length and SHA-256 with the publisher's.";
}
