using System.Buffers.Binary;

namespace Qwen3.Connectors.Fuzz.Mutation;

/// <summary>Changes that move what follows.</summary>
public static class StructureDamage
{
    private const int TensorCountAt = 8;
    private const int KeyCountAt = 16;

    /// <summary>The file ends early.</summary>
    public static byte[] Truncate(Random random, SoundFile file, byte[] content) =>
        content[..random.Next(random.Next(2) == 0 ? file.Layout.HeaderLength + 1 : content.Length)];

    /// <summary>Appends bytes after the end.</summary>
    public static byte[] Append(Random random, SoundFile file, byte[] content) => [.. content, .. RandomBytes(random, 64)];

    /// <summary>Bytes in the middle of the header.</summary>
    public static byte[] Insert(Random random, SoundFile file, byte[] content)
    {
        var at = random.Next(file.Layout.HeaderLength);
        return [.. content[..at], .. RandomBytes(random, 16), .. content[at..]];
    }

    /// <summary>Bytes of the header are missing.</summary>
    public static byte[] Delete(Random random, SoundFile file, byte[] content)
    {
        var at = random.Next(file.Layout.HeaderLength);
        return [.. content[..at], .. content[(at + random.Next(1, 17))..]];
    }

    /// <summary>An entry is missing, and the header knows it: the data keep their alignment, so that reading goes on behind it.</summary>
    public static byte[] RemoveEntry(Random random, SoundFile file, byte[] content)
    {
        var (entry, countAt) = PickEntry(random, file);
        return Resize(file, [.. content[..entry.Start], .. content[entry.End..file.Layout.HeaderLength]], content, countAt, change: -1);
    }

    /// <summary>An entry is there twice, or one of another file comes in.</summary>
    public static byte[] AddEntry(Random random, SoundFile file, byte[] content)
    {
        var source = random.Next(2) == 0 ? file : SoundFiles.All[random.Next(SoundFiles.SmallCount)];
        var isKey = random.Next(2) == 0;
        var entries = isKey ? source.Layout.Keys : source.Layout.Tensors;
        var added = entries[random.Next(entries.Count)];
        var places = isKey ? file.Layout.Keys : file.Layout.Tensors;
        var place = places[random.Next(places.Count)].Start;
        byte[] header = [.. content[..place], .. source.Content[added.Start..added.End], .. content[place..file.Layout.HeaderLength]];
        return Resize(file, header, content, isKey ? KeyCountAt : TensorCountAt, change: 1);
    }

    /// <summary>Two entries of a kind change places.</summary>
    public static byte[] SwapEntries(Random random, SoundFile file, byte[] content)
    {
        var entries = random.Next(2) == 0 ? file.Layout.Keys : file.Layout.Tensors;
        var (a, b) = (entries[random.Next(entries.Count)], entries[random.Next(entries.Count)]);
        (a, b) = a.Start <= b.Start ? (a, b) : (b, a);
        return a == b ? content : [.. content[..a.Start], .. content[b.Start..b.End], .. content[a.End..b.Start],
            .. content[a.Start..a.End], .. content[b.End..]];
    }

    private static (Part Entry, int CountAt) PickEntry(Random random, SoundFile file)
    {
        var isKey = random.Next(2) == 0;
        var entries = isKey ? file.Layout.Keys : file.Layout.Tensors;
        return (entries[random.Next(entries.Count)], isKey ? KeyCountAt : TensorCountAt);
    }

    /// <summary>A header of another length before the same data. Every sound file aligns its data to 32.</summary>
    private static byte[] Resize(SoundFile file, byte[] header, byte[] content, int countAt, int change)
    {
        static int Padded(int length) => (length + 31) / 32 * 32;
        var count = header.AsSpan(countAt, sizeof(long));
        BinaryPrimitives.WriteInt64LittleEndian(count, BinaryPrimitives.ReadInt64LittleEndian(count) + change);
        return [.. header, .. new byte[Padded(header.Length) - header.Length],
            .. content[Math.Min(content.Length, Padded(file.Layout.HeaderLength))..]];
    }

    private static byte[] RandomBytes(Random random, int most)
    {
        var bytes = new byte[random.Next(1, most + 1)];
        random.NextBytes(bytes);
        return bytes;
    }
}
