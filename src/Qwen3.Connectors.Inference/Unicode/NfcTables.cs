namespace Qwen3.Connectors.Inference.Unicode;

/// <summary>Properties of code points for NFC. Built on first use.</summary>
internal static class NfcTables
{
    private static readonly Dictionary<int, (int First, int Second)> Decompositions = ReadDecompositions();

    private static readonly Dictionary<(int First, int Second), int> Compositions = ReadCompositions();

    /// <summary>One bit per code point: NFC_Quick_Check is not Yes.</summary>
    private static readonly ulong[] Unsettled = ReadUnsettled();

    /// <summary>One bit per code point: not <see cref="IsNormalizationInert"/>.</summary>
    private static readonly ulong[] Active = ReadActive();

    /// <summary>
    /// Whether the code point neither composes nor is reordered with earlier ones: the text from here on can be normalised separately.
    /// </summary>
    public static bool IsNormalizationInert(int code) => !Holds(Active, code);

    /// <summary>Whether NFC_Quick_Check is Yes: the code point is unchanged in text in canonical order.</summary>
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

    /// <summary>One step of canonical decomposition; <c>Second</c> is 0 for a singleton.</summary>
    public static bool TryDecompose(int code, out (int First, int Second) parts) => Decompositions.TryGetValue(code, out parts);

    /// <summary>The primary composite of two code points, except Hangul syllables.</summary>
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

    /// <summary>Code points that NFC always decomposes (No), and those that may compose with an earlier one (Maybe).</summary>
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
