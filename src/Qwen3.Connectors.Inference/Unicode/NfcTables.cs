namespace Qwen3.Connectors.Inference.Unicode;

/// <summary>What NFC needs to know of a code point, in the shape that the algorithm asks for. Built on first use.</summary>
internal static class NfcTables
{
    private static readonly Dictionary<int, (int First, int Second)> Decompositions = ReadDecompositions();

    private static readonly Dictionary<(int First, int Second), int> Compositions = ReadCompositions();

    /// <summary>A bit a code: NFC_Quick_Check is not Yes.</summary>
    private static readonly ulong[] Unsettled = ReadUnsettled();

    /// <summary>A bit a code: not <see cref="IsNormalizationInert"/>.</summary>
    private static readonly ulong[] Active = ReadActive();

    /// <summary>Whether nothing before the code point composes or changes places with it, so that the text from here on normalises by itself.</summary>
    public static bool IsNormalizationInert(int code) => !Holds(Active, code);

    /// <summary>Whether the code point stays in every text whose combining classes are in order (NFC_Quick_Check is Yes).</summary>
    public static bool IsQuickCheckYes(int code) => !Holds(Unsettled, code);

    /// <summary>The canonical combining class; 0 for a starter.</summary>
    public static int CombiningClass(int code)
    {
        var ranges = NfcData.CombiningClasses;
        int low = 0, high = (ranges.Length / 3) - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (code < ranges[middle * 3])
            {
                high = middle - 1;
            }
            else if (code > ranges[(middle * 3) + 1])
            {
                low = middle + 1;
            }
            else
            {
                return ranges[(middle * 3) + 2];
            }
        }

        return 0;
    }

    /// <summary>The one step of canonical decomposition that Unicode lists for a code; <c>Second</c> is 0 for a singleton.</summary>
    public static bool TryDecompose(int code, out (int First, int Second) parts) => Decompositions.TryGetValue(code, out parts);

    /// <summary>The composite of two codes, Hangul syllables apart.</summary>
    public static bool TryCompose(int first, int second, out int composite) => Compositions.TryGetValue((first, second), out composite);

    private static bool Holds(ulong[] set, int code) => code >> 6 < set.Length && (set[code >> 6] >> (code & 63) & 1) != 0;

    private static void Add(ulong[] set, int code) => set[code >> 6] |= 1UL << (code & 63);

    private static Dictionary<int, (int First, int Second)> ReadDecompositions()
    {
        var decompositions = new Dictionary<int, (int First, int Second)>((NfcData.Composites.Length + NfcData.Decomposed.Length) / 3);
        foreach (var table in (ReadOnlySpan<int[]>)[NfcData.Composites.ToArray(), NfcData.Decomposed.ToArray()])
        {
            for (var i = 0; i < table.Length; i += 3)
            {
                decompositions.Add(table[i], (table[i + 1], table[i + 2]));
            }
        }

        return decompositions;
    }

    private static Dictionary<(int First, int Second), int> ReadCompositions()
    {
        var composites = NfcData.Composites;
        var compositions = new Dictionary<(int First, int Second), int>(composites.Length / 3);
        for (var i = 0; i < composites.Length; i += 3)
        {
            compositions.Add((composites[i + 1], composites[i + 2]), composites[i]);
        }

        return compositions;
    }

    /// <summary>Codes that NFC always takes apart (No) and codes that a code before them may take in (Maybe).</summary>
    private static ulong[] ReadUnsettled()
    {
        var unsettled = new ulong[(NfcData.CodeLimit + 63) / 64];
        for (var i = 0; i < NfcData.Decomposed.Length; i += 3)
        {
            Add(unsettled, NfcData.Decomposed[i]);
        }

        for (var i = 0; i < NfcData.Composites.Length; i += 3)
        {
            Add(unsettled, NfcData.Composites[i + 2]);
        }

        for (var i = 0; i < Hangul.VowelCount; i++)
        {
            Add(unsettled, Hangul.VowelBase + i);
        }

        for (var i = 1; i < Hangul.TrailCount; i++)
        {
            Add(unsettled, Hangul.TrailBase + i);
        }

        return unsettled;
    }

    private static ulong[] ReadActive()
    {
        var active = (ulong[])Unsettled.Clone();
        for (var i = 0; i < NfcData.CombiningClasses.Length; i += 3)
        {
            for (var code = NfcData.CombiningClasses[i]; code <= NfcData.CombiningClasses[i + 1]; code++)
            {
                Add(active, code);
            }
        }

        return active;
    }
}
