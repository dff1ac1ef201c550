using System.Text;
using Qwen3.Connectors.Inference.Unicode;

namespace Qwen3.Connectors.Tests.Unicode;

/// <summary>
/// NFC in its plainest form: the whole text taken apart, marks sorted by swapping neighbours, each code composed where nothing blocks it.
/// </summary>
internal static class SlowNfc
{
    private static readonly Dictionary<int, int[]> Parts = Rows(NfcData.Composites).Concat(Rows(NfcData.Decomposed)).ToDictionary(
        row => row[0], row => row[2] == 0 ? [row[1]] : new[] { row[1], row[2] });

    private static readonly Dictionary<(int First, int Second), int> Composites = Rows(NfcData.Composites)
        .ToDictionary(row => (row[1], row[2]), row => row[0]);

    private static readonly Dictionary<int, int> Classes = Rows(NfcData.CombiningClasses)
        .SelectMany(row => Enumerable.Range(row[0], row[1] - row[0] + 1).Select(code => (code, row[2]))).ToDictionary();

    public static string Normalize(string text)
    {
        var codes = text.EnumerateRunes().SelectMany(rune => Decompose(rune.Value)).ToList();
        for (var swapped = true; swapped;)
        {
            swapped = false;
            for (var i = 1; i < codes.Count; i++)
            {
                if (Class(codes[i]) != 0 && Class(codes[i - 1]) > Class(codes[i]))
                {
                    (codes[i - 1], codes[i], swapped) = (codes[i], codes[i - 1], true);
                }
            }
        }

        for (var i = 1; i < codes.Count; i++)
        {
            var starter = codes.FindLastIndex(i - 1, code => Class(code) == 0);
            var blocked = starter < 0 || codes[(starter + 1)..i].Any(code => Class(code) >= Class(codes[i]));
            if (!blocked && Compose(codes[starter], codes[i]) is { } composite)
            {
                codes[starter] = composite;
                codes.RemoveAt(i--);
            }
        }

        return string.Concat(codes.Select(code => new Rune(code)));
    }

    private static int Class(int code) => Classes.GetValueOrDefault(code);

    private static IEnumerable<int> Decompose(int code)
    {
        var index = code - 0xAC00;
        if (index is >= 0 and < 11172)
        {
            int[] parts = [0x1100 + (index / 588), 0x1161 + (index % 588 / 28), 0x11A7 + (index % 28)];
            return index % 28 == 0 ? parts[..2] : parts;
        }

        return Parts.TryGetValue(code, out var found) ? found.SelectMany(Decompose) : [code];
    }

    private static int? Compose(int first, int second)
    {
        if (first is >= 0x1100 and < 0x1113 && second is >= 0x1161 and < 0x1176)
        {
            return 0xAC00 + ((first - 0x1100) * 588) + ((second - 0x1161) * 28);
        }

        if (first is >= 0xAC00 and < 0xAC00 + 11172 && (first - 0xAC00) % 28 == 0 && second is > 0x11A7 and < 0x11C3)
        {
            return first + second - 0x11A7;
        }

        return Composites.TryGetValue((first, second), out var composite) ? composite : null;
    }

    private static IEnumerable<int[]> Rows(ReadOnlySpan<int> table) => table.ToArray().Chunk(3);
}
