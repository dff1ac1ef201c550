using Qwen3.Connectors.Inference.Formats;

namespace Qwen3.Connectors.Inference.Gguf;

/// <summary>Reads the entries of the tensors and checks that their data lie inside the file and do not overlap.</summary>
internal static class GgufTensorReader
{
    /// <summary>The maximum length of a name in ggml, whose buffer of 64 bytes ends in a zero.</summary>
    private const int MaxNameBytes = 63;

    private const int MaxDimensions = 4;

    // The widest format takes 4 bytes a value, so the bytes of a row stay an int. The longest row of a Qwen3 model has 12,288 values.
    private const long MaxRowLength = 1 << 28;

    public static OrderedDictionary<string, GgufTensor> Read(GgufReader reader, int count, uint alignment)
    {
        var infos = new OrderedDictionary<string, GgufTensorInfo>();
        for (var i = 0; i < count; i++)
        {
            var info = ReadInfo(reader, i, count, alignment);
            if (!infos.TryAdd(info.Name, info))
            {
                GgufThrow.InvalidModel_DuplicateTensor(reader.Path, info.Name);
            }
        }

        var dataStart = (reader.Position + alignment - 1) / alignment * alignment;
        CheckPlaces(reader, infos.Values, dataStart);
        var tensors = new OrderedDictionary<string, GgufTensor>(infos.Count);
        foreach (var info in infos.Values)
        {
            tensors.Add(info.Name, new GgufTensor(reader.Mapping, info, dataStart));
        }

        return tensors;
    }

    private static GgufTensorInfo ReadInfo(GgufReader reader, int index, int count, uint alignment)
    {
        var name = ReadName(reader, index, count);
        var lengths = ReadDimensions(reader);
        var format = ReadFormat(reader);
        var dimensions = CheckDimensions(reader, lengths, format);
        var rowCount = dimensions[1..].Aggregate(1, (product, length) => product * length);
        var offset = reader.ReadUInt64("its offset");
        if (offset % alignment != 0)
        {
            GgufThrow.InvalidModel_Unaligned(reader, offset, alignment);
        }

        var info = new GgufTensorInfo(name, format, dimensions, rowCount, (int)format.ByteLength(dimensions[0]), unchecked((long)offset));

        // The place is compared with the file's length once the start of the data is known; this check only excludes sums that overflow.
        if (offset > long.MaxValue / 2)
        {
            GgufThrow.InvalidModel_AbsurdOffset(reader, offset);
        }

        return info;
    }

    private static string ReadName(GgufReader reader, int index, int count)
    {
        reader.Entry = $"tensor entry {index + 1} of {count}";
        var bytes = reader.ReadString("its name");
        var name = bytes.Length <= MaxNameBytes ? GgufText.DecodeName(bytes) : null;
        if (name is null)
        {
            GgufThrow.InvalidModel_BadTensorName(reader, bytes, MaxNameBytes);
        }

        reader.Entry = $"tensor '{name}'";
        return name;
    }

    private static long[] ReadDimensions(GgufReader reader)
    {
        var count = reader.ReadUInt32("its number of dimensions");
        if (count is 0 or > MaxDimensions)
        {
            GgufThrow.InvalidModel_DimensionCount(reader, count, MaxDimensions);
        }

        var lengths = new long[count];
        for (var i = 0; i < lengths.Length; i++)
        {
            lengths[i] = unchecked((long)reader.ReadUInt64("its dimensions"));
        }

        return lengths;
    }

    private static BlockFormat ReadFormat(GgufReader reader)
    {
        var type = reader.ReadUInt32("its type");
        return BlockFormat.Find((GgmlType)type) ?? GgufThrow.InvalidModel_TensorType(reader, type);
    }

    private static int[] CheckDimensions(GgufReader reader, long[] lengths, BlockFormat format)
    {
        if (lengths.Any(length => length < 1))
        {
            GgufThrow.InvalidModel_Dimensions(reader, lengths, "dimensions of 1 or more");
        }

        if (lengths[0] > MaxRowLength)
        {
            GgufThrow.InvalidModel_Dimensions(reader, lengths, $"rows of at most {MaxRowLength} values");
        }

        if (lengths[0] % format.BlockLength != 0)
        {
            GgufThrow.InvalidModel_Dimensions(reader, lengths, $"a row length that is a multiple of {format.BlockLength}, the block length of {format.Type}");
        }

        var rowsLeft = (long)int.MaxValue;
        foreach (var length in lengths.AsSpan(1))
        {
            rowsLeft /= length;
        }

        if (rowsLeft == 0)
        {
            GgufThrow.InvalidModel_Dimensions(reader, lengths, $"at most {int.MaxValue} rows");
        }

        return Array.ConvertAll(lengths, length => (int)length);
    }

    private static void CheckPlaces(GgufReader reader, IEnumerable<GgufTensorInfo> infos, long dataStart)
    {
        var byPlace = infos.OrderBy(info => info.Offset).ToArray();
        for (var i = 1; i < byPlace.Length; i++)
        {
            if (byPlace[i].Offset < byPlace[i - 1].End)
            {
                GgufThrow.InvalidModel_Overlap(reader.Path, byPlace[i - 1], byPlace[i]);
            }
        }

        // Without overlaps the last one ends last.
        if (byPlace is [.., var last] && dataStart + last.End > reader.Mapping.Length)
        {
            GgufThrow.InvalidModel_DataPastEnd(reader, last, dataStart + last.End - reader.Mapping.Length);
        }
    }
}
