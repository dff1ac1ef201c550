namespace Qwen3.Connectors.Inference.Gguf;

/// <summary>Reads the keys and the places of the values; decodes no value.</summary>
internal static class GgufMetadataReader
{
    /// <summary>The GGUF specification's limit.</summary>
    private const int MaxKeyBytes = (1 << 16) - 1;

    /// <summary>Twenty times the vocabulary of Qwen3. Each string is read to find the next, so a larger count would take seconds.</summary>
    private const int MaxStrings = 1 << 22;

    public static GgufMetadata Read(GgufReader reader, int count)
    {
        var values = new OrderedDictionary<string, GgufValue>();
        for (var i = 0; i < count; i++)
        {
            var key = ReadKey(reader, i, count);
            if (!values.TryAdd(key, ReadValue(reader)))
            {
                GgufThrow.InvalidModel_DuplicateKey(reader.Path, key);
            }
        }

        return new GgufMetadata(reader.Path, values);
    }

    private static string ReadKey(GgufReader reader, int index, int count)
    {
        reader.Entry = $"metadata entry {index + 1} of {count}";
        var bytes = reader.ReadString("its key");
        var key = bytes.Length <= MaxKeyBytes ? GgufText.DecodeName(bytes) : null;
        if (key is null)
        {
            GgufThrow.InvalidModel_BadKey(reader, bytes, MaxKeyBytes);
        }

        reader.Entry = $"metadata key '{key}'";
        return key;
    }

    private static GgufValue ReadValue(GgufReader reader)
    {
        var type = (GgufValueType)reader.ReadUInt32("its type");
        var start = reader.Position;
        switch (type)
        {
            case GgufValueType.Array:
                return ReadArray(reader);
            case GgufValueType.String:
                var length = reader.ReadString("its text").Length;
                return new GgufValue(reader.Mapping, type, type, start + sizeof(ulong), length);
            case var _ when type.Size() == 0:
                GgufThrow.InvalidModel_UnknownValueType(reader, type);
                break;
        }

        SkipScalars(reader, type, 1);
        return new GgufValue(reader.Mapping, type, type, start, 1);
    }

    private static GgufValue ReadArray(GgufReader reader)
    {
        var type = (GgufValueType)reader.ReadUInt32("its element type");
        if (type == GgufValueType.Array)
        {
            GgufThrow.InvalidModel_NestedArray(reader);
        }

        if (type == GgufValueType.String)
        {
            return ReadStringArray(reader);
        }

        if (type.Size() == 0)
        {
            GgufThrow.InvalidModel_UnknownValueType(reader, type);
        }

        var count = reader.ReadCount("elements", type.Size());
        var start = reader.Position;
        SkipScalars(reader, type, count);
        return new GgufValue(reader.Mapping, GgufValueType.Array, type, start, count);
    }

    private static GgufValue ReadStringArray(GgufReader reader)
    {
        var count = reader.ReadCount("strings", sizeof(ulong), MaxStrings);
        var start = reader.Position;
        for (var i = 0; i < count; i++)
        {
            reader.ReadString("one of its strings");
        }

        return new GgufValue(reader.Mapping, GgufValueType.Array, GgufValueType.String, start, count);
    }

    private static void SkipScalars(GgufReader reader, GgufValueType type, int count)
    {
        var start = reader.Position;
        reader.Skip((long)count * type.Size(), "its value");
        if (type == GgufValueType.Bool && reader.Mapping.Slice(start, count).IndexOfAnyExceptInRange((byte)0, (byte)1) is >= 0 and var at)
        {
            GgufThrow.InvalidModel_BadBool(reader, reader.Mapping.Slice(start + at, 1)[0]);
        }
    }
}
