namespace Qwen3.Connectors.Inference.Gguf;

/// <summary>The first 24 bytes: <c>GGUF</c>, version, how many tensors, how many keys.</summary>
internal readonly record struct GgufHeader(int Version, int TensorCount, int KeyCount)
{
    /// <summary>Models have fewer than 2,000 of either; a larger count is damage, and would cost memory to read.</summary>
    private const int MaxEntries = 1 << 16;

    // A name's length, one byte of it, the number of dimensions, one dimension, type, offset.
    private const int MinTensorBytes = 8 + 1 + 4 + 8 + 4 + 8;

    // A key's length, one byte of it, type, a one-byte value.
    private const int MinKeyBytes = 8 + 1 + 4 + 1;

    public static GgufHeader Read(GgufReader reader)
    {
        ForeignFile.RefuseUnlessGguf(reader);
        var version = ReadVersion(reader);
        reader.Entry = "the header";
        var tensorCount = reader.ReadCount("tensors", MinTensorBytes, MaxEntries);
        var keyCount = reader.ReadCount("metadata keys", MinKeyBytes, MaxEntries);
        return new GgufHeader(version, tensorCount, keyCount);
    }

    private static int ReadVersion(GgufReader reader)
    {
        var version = reader.ReadUInt32("the version");
        if (version is not (2 or 3))
        {
            GgufThrow.InvalidModel_Version(reader.Path, version);
        }

        return (int)version;
    }
}
