using System.Buffers.Binary;

namespace Qwen3.Connectors.Fuzz.Mutation;

/// <summary>Changes of bytes in place.</summary>
public static class FieldDamage
{
    private static readonly ulong[] Numbers =
    [
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 16, 31, 32, 33, 63, 64, 65, 127, 128, 255, 256, 257, 1023, 1 << 12, 65535, 1 << 16, 1 << 24,
        (1 << 24) + 1, 1 << 28,
        (1 << 30) - 1, 1 << 30, int.MaxValue, 1UL << 31, uint.MaxValue, 1UL << 32, (1UL << 32) + 1, 1UL << 40, 1UL << 61, 1UL << 62,
        long.MaxValue, 1UL << 63,
        ulong.MaxValue - 31, ulong.MaxValue,
        // As f32: NaN, infinity, the least, minus one; as f64: NaN, infinity.
        0x7FC00000, 0x7F800000, 1, 0xBF800000, 0x7FF8000000000000, 0x7FF0000000000000,
    ];

    private static readonly byte[] Fillings = [0x00, 0xFF, 0x7F, 0x80, 0x20, 0x7C];

    /// <summary>One field gets another value.</summary>
    public static void ChangeField(Random random, SoundFile file, byte[] content)
    {
        var kinds = file.Layout.Fields;
        var parts = kinds.Values.ElementAt(random.Next(kinds.Count));
        var field = content.AsSpan(parts[random.Next(parts.Count)]);
        if (field.Length is 4 or 8)
        {
            ChangeNumber(random, file, content, field);
        }
        else
        {
            ChangeBytes(random, field);
        }
    }

    /// <summary>A few bits somewhere in the header, or in all of the file.</summary>
    public static void FlipBits(Random random, SoundFile file, byte[] content)
    {
        var length = random.Next(4) == 0 ? content.Length : file.Layout.HeaderLength;
        for (var flips = random.Next(1, 9); flips > 0; flips--)
        {
            content[random.Next(length)] ^= (byte)(1 << random.Next(8));
        }
    }

    /// <summary>A piece of this file, or of another, over a piece of it.</summary>
    public static void Overwrite(Random random, SoundFile file, byte[] content)
    {
        var source = random.Next(2) == 0 ? content : SoundFiles.All[random.Next(SoundFiles.SmallCount)].Content;
        var length = random.Next(1, 300);
        var from = random.Next(source.Length - length);
        var to = random.Next(Math.Min(file.Layout.HeaderLength, content.Length - length));
        source.AsSpan(from, length).ToArray().CopyTo(content, to);
    }

    /// <summary>The same byte over a piece of the data: scales and weights that are no numbers.</summary>
    public static void FillData(Random random, SoundFile file, byte[] content)
    {
        var start = random.Next(file.Layout.HeaderLength, content.Length);
        content.AsSpan(start, random.Next(Math.Min(4096, content.Length - start)) + 1).Fill(Fillings[random.Next(Fillings.Length)]);
    }

    private static void ChangeNumber(Random random, SoundFile file, byte[] content, Span<byte> field)
    {
        var now = field.Length == 4 ? BinaryPrimitives.ReadUInt32LittleEndian(field) : BinaryPrimitives.ReadUInt64LittleEndian(field);
        var next = random.Next(6) switch
        {
            0 => now + 1,
            1 => now - 1,
            2 => now ^ (1UL << random.Next(8 * field.Length)),
            3 => now * (ulong)random.Next(2, 9),
            4 => OtherNumber(random, file, content),
            _ => Numbers[random.Next(Numbers.Length)],
        };
        if (field.Length == 4)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(field, unchecked((uint)next));
        }
        else
        {
            BinaryPrimitives.WriteUInt64LittleEndian(field, next);
        }
    }

    /// <summary>A number that means something elsewhere in the file.</summary>
    private static ulong OtherNumber(Random random, SoundFile file, byte[] content)
    {
        var parts = file.Layout.Fields[random.Next(2) == 0 || !file.Layout.Fields.ContainsKey(FieldKind.Dimension) ? FieldKind.Header
            : FieldKind.Dimension];
        var part = parts[random.Next(parts.Count)];
        return part.Length == 4 ? BinaryPrimitives.ReadUInt32LittleEndian(content.AsSpan(part))
            : BinaryPrimitives.ReadUInt64LittleEndian(content.AsSpan(part));
    }

    private static void ChangeBytes(Random random, Span<byte> field)
    {
        if (field.IsEmpty)
        {
            return;
        }

        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            field[random.Next(field.Length)] = random.Next(3) == 0 ? Fillings[random.Next(Fillings.Length)] : (byte)random.Next(256);
        }
    }

    private static Span<byte> AsSpan(this byte[] content, Part part) => content.AsSpan(part.Start, part.Length);
}
