using Qwen3.Connectors.Inference.Formats;

namespace Qwen3.Connectors.Tests.Formats;

/// <summary>The slow twin of the formats: value i of a block by the published formula, in ggml's order of operations.</summary>
internal static class ReferenceDecoder
{
    public static float Decode(GgmlType type, byte[] block, int i) => type switch
    {
        GgmlType.F32 => BitConverter.ToSingle(block),
        GgmlType.F16 => F16(block, 0),
        GgmlType.BF16 => BitConverter.Int32BitsToSingle(U16(block, 0) << 16),
        GgmlType.Q4_0 => (Nibble(block, 2, i) - 8) * F16(block, 0),
        GgmlType.Q4_1 => (Nibble(block, 4, i) * F16(block, 0)) + F16(block, 2),
        GgmlType.Q5_0 => ((Nibble(block, 6, i) | (Bit(block, 2, i) << 4)) - 16) * F16(block, 0),
        GgmlType.Q5_1 => ((Nibble(block, 8, i) | (Bit(block, 4, i) << 4)) * F16(block, 0)) + F16(block, 2),
        GgmlType.Q8_0 => (sbyte)block[2 + i] * F16(block, 0),
        GgmlType.MXFP4 => MXFP4(block[0], Nibble(block, 1, i)),
        GgmlType.IQ4_NL => F16(block, 0) * NonLinear[Nibble(block, 2, i)],
        GgmlType.IQ4_XS => IQ4_XS(block, i),
        GgmlType.Q2_K => Q2_K(block, i),
        GgmlType.Q3_K => Q3_K(block, i),
        GgmlType.Q4_K => KWithMinimum(block, i, 16, 0),
        GgmlType.Q5_K => KWithMinimum(block, i, 48, Bit(block, 16 + (i % 32), i / 32) << 4),
        GgmlType.Q6_K => Q6_K(block, i),
        GgmlType.IQ1_S => IQ1_S(block, i),
        GgmlType.IQ1_M => IQ1_M(block, i),
        GgmlType.IQ2_XXS => IQ2_XXS(block, i),
        GgmlType.IQ2_XS => IQ2_XS(block, i),
        GgmlType.IQ2_S => IQ2_S(block, i),
        GgmlType.IQ3_XXS => IQ3_XXS(block, i),
        GgmlType.IQ3_S => IQ3_S(block, i),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "no reference"),
    };

    private static ReadOnlySpan<sbyte> NonLinear => [-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113];

    private static ReadOnlySpan<sbyte> E2M1Doubled => [0, 1, 2, 3, 4, 6, 8, 12, 0, -1, -2, -3, -4, -6, -8, -12];

    private static float MXFP4(int exponent, int nibble) => (float)(E2M1Doubled[nibble] * Math.Pow(2, exponent - 128));

    private static float IQ4_XS(byte[] block, int i)
    {
        var group = i / 32;
        var scale = NibbleOf(block[4 + (group / 2)], group) | (((U16(block, 2) >> (2 * group)) & 3) << 4);
        return F16(block, 0) * (scale - 32) * NonLinear[Nibble(block, 8 + (16 * group), i % 32)];
    }

    private static float Q2_K(byte[] block, int i)
    {
        int scale = block[i / 16];
        return (F16(block, 80) * (scale & 15) * Pair(block, 16, i)) - (F16(block, 82) * (scale >> 4));
    }

    private static float Q3_K(byte[] block, int i)
    {
        var group = i / 16;
        var scale = NibbleOf(block[96 + (group % 8)], group / 8) | (((block[104 + (group % 4)] >> (2 * (group / 4))) & 3) << 4);
        var q = Pair(block, 32, i) - (Bit(block, i % 32, i / 32) == 1 ? 0 : 4);
        return F16(block, 108) * (scale - 32) * q;
    }

    private static float KWithMinimum(byte[] block, int i, int nibbles, int fifthBit)
    {
        var group = i / 32;
        var s = block.AsSpan(4, 12);
        var scale = group < 4 ? s[group] & 63 : (s[group + 4] & 15) | (s[group - 4] >> 6 << 4);
        var minimum = group < 4 ? s[group + 4] & 63 : (s[group + 4] >> 4) | (s[group] >> 6 << 4);
        var q = NibbleOf(block[nibbles + (32 * (group / 2)) + (i % 32)], group) | fifthBit;
        return (F16(block, 0) * scale * q) - (F16(block, 2) * minimum);
    }

    private static float Q6_K(byte[] block, int i)
    {
        var (half, run, l) = (i / 128, i % 128 / 32, i % 32);
        var nibble = NibbleOf(block[(64 * half) + (32 * (run % 2)) + l], run / 2);
        var pair = (block[128 + (32 * half) + l] >> (2 * run)) & 3;
        return F16(block, 208) * (sbyte)block[192 + (i / 16)] * ((nibble | (pair << 4)) - 32);
    }

    private static float IQ2_XXS(byte[] block, int i)
    {
        var group = 2 + (8 * (i / 32));
        var signsAndScale = U32(block, group + 4);
        var db = F16(block, 0) * (0.5f + (signsAndScale >> 28)) * 0.25f;
        return db * Codebook.IQ2_XXS.Values[(8 * block[group + (i / 8 % 4)]) + (i % 8)] * EvenSign(signsAndScale >> (7 * (i / 8 % 4)),
            i % 8);
    }

    private static float IQ2_XS(byte[] block, int i)
    {
        var pair = U16(block, 2 + (2 * (i / 8)));
        var db = F16(block, 0) * (0.5f + NibbleOf(block[66 + (i / 32)], i / 16)) * 0.25f;
        return db * Codebook.IQ2_XS.Values[(8 * (pair & 511)) + (i % 8)] * EvenSign((uint)pair >> 9, i % 8);
    }

    private static float IQ2_S(byte[] block, int i)
    {
        var index = block[2 + (i / 8)] | (((block[66 + (i / 32)] >> (2 * (i / 8 % 4))) & 3) << 8);
        var db = F16(block, 0) * (0.5f + NibbleOf(block[74 + (i / 32)], i / 16)) * 0.25f;
        return db * Codebook.IQ2_S.Values[(8 * index) + (i % 8)] * (1 - (2 * Bit(block, 34, i)));
    }

    private static float IQ3_XXS(byte[] block, int i)
    {
        var signsAndScale = U32(block, 66 + (4 * (i / 32)));
        var db = F16(block, 0) * (0.5f + (signsAndScale >> 28)) * 0.5f;
        return db * Codebook.IQ3_XXS.Values[(4 * block[2 + (i / 4)]) + (i % 4)] * EvenSign(signsAndScale >> (7 * (i / 8 % 4)), i % 8);
    }

    private static float IQ3_S(byte[] block, int i)
    {
        var index = block[2 + (i / 4)] | (Bit(block, 66, i / 4) << 8);
        var db = F16(block, 0) * (1 + (2 * NibbleOf(block[106 + (i / 64)], i / 32)));
        return db * Codebook.IQ3_S.Values[(4 * index) + (i % 4)] * (1 - (2 * Bit(block, 74, i)));
    }

    private static float IQ1_S(byte[] block, int i)
    {
        var bits = U16(block, 34 + (2 * (i / 32)));
        var index = block[2 + (i / 8)] | (((bits >> (3 * (i / 8 % 4))) & 7) << 8);
        var dl = F16(block, 0) * ((2 * ((bits >> 12) & 7)) + 1);
        return dl * (Codebook.IQ1.Values[(8 * index) + (i % 8)] + (bits >> 15 == 1 ? -0.125f : 0.125f));
    }

    private static float IQ1_M(byte[] block, int i)
    {
        int Word(int n) => U16(block, 48 + (2 * n));
        var d = (float)BitConverter.Int16BitsToHalf((short)(
            (Word(0) >> 12) | ((Word(1) >> 8) & 0xF0) | ((Word(2) >> 4) & 0xF00) | (Word(3) & 0xF000)));
        var nibble = NibbleOf(block[32 + (i / 16)], i / 8);
        var index = block[i / 8] | ((nibble & 7) << 8);
        var dl = d * ((2 * ((Word(i / 64) >> (3 * (i / 16 % 4))) & 7)) + 1);
        return dl * (Codebook.IQ1.Values[(8 * index) + (i % 8)] + (nibble >> 3 == 1 ? -0.125f : 0.125f));
    }

    /// <summary>Sign j of seven signs and an eighth that makes their number even.</summary>
    private static int EvenSign(uint index, int j)
    {
        var signs = index & 127;
        return j < 7 ? 1 - (2 * (int)((signs >> j) & 1)) : 1 - (2 * (Convert.ToString(signs, 2).Count(digit => digit == '1') % 2));
    }

    private static int NibbleOf(int value, int odd) => (value >> (4 * (odd % 2))) & 15;

    /// <summary>Nibble i of a 32-value block: the low ones of 16 bytes, then the high ones.</summary>
    private static int Nibble(byte[] block, int start, int i) => NibbleOf(block[start + (i % 16)], i / 16);

    /// <summary>Two bits of Q2_K and Q3_K: of 32 bytes a half, bits 0-1 of all, then bits 2-3, and so on.</summary>
    private static int Pair(byte[] block, int start, int i) => (block[start + (32 * (i / 128)) + (i % 32)] >> (2 * (i % 128 / 32))) & 3;

    private static int Bit(byte[] block, int start, int i) => (block[start + (i / 8)] >> (i % 8)) & 1;

    private static int U16(byte[] block, int start) => BitConverter.ToUInt16(block, start);

    private static uint U32(byte[] block, int start) => BitConverter.ToUInt32(block, start);

    private static float F16(byte[] block, int start) => (float)BitConverter.ToHalf(block, start);
}
