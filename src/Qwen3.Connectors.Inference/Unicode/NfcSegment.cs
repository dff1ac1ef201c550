using System.Runtime.InteropServices;
using System.Text;

namespace Qwen3.Connectors.Inference.Unicode;

/// <summary>Normalises one segment of text: decomposition, canonical ordering, composition (Unicode Standard Annex 15). Reusable.</summary>
internal sealed class NfcSegment
{
    private readonly List<int> _codes = [];
    private readonly List<int> _classes = [];

    /// <summary>Adds the full decomposition of a code point.</summary>
    public void Add(int code)
    {
        if (Hangul.IsSyllable(code))
        {
            var (lead, vowel, trail) = Hangul.Decompose(code);
            AddPart(lead);
            AddPart(vowel);
            if (trail != 0)
            {
                AddPart(trail);
            }
        }
        else if (NfcTables.TryDecompose(code, out var parts))
        {
            Add(parts.First);
            if (parts.Second != 0)
            {
                Add(parts.Second);
            }
        }
        else
        {
            AddPart(code);
        }
    }

    /// <summary>Writes the normalised segment and clears it.</summary>
    public void MoveTo(StringBuilder destination)
    {
        Reorder();
        Compose();
        Span<char> utf16 = stackalloc char[2];
        foreach (var code in _codes)
        {
            destination.Append(utf16[..new Rune(code).EncodeToUtf16(utf16)]);
        }

        _codes.Clear();
        _classes.Clear();
    }

    private void AddPart(int code)
    {
        _codes.Add(code);
        _classes.Add(NfcTables.CombiningClass(code));
    }

    /// <summary>
    /// Sorts each run of marks by combining class, stably, in O(n log n): a hostile text may be one run of a million marks.
    /// </summary>
    private void Reorder()
    {
        Span<int> codes = CollectionsMarshal.AsSpan(_codes), classes = CollectionsMarshal.AsSpan(_classes);
        for (var start = 0; start < codes.Length;)
        {
            var end = start + 1;
            var inOrder = true;
            if (classes[start] != 0)
            {
                for (; end < codes.Length && classes[end] != 0; end++)
                {
                    inOrder &= classes[end - 1] <= classes[end];
                }
            }

            if (!inOrder)
            {
                Sort(codes[start..end], classes[start..end]);
            }

            start = end;
        }
    }

    private static void Sort(Span<int> codes, Span<int> classes)
    {
        var keys = new long[codes.Length];
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = ((long)classes[i] << 32) | (uint)i;
        }

        // The index in the run is part of the key, which makes the sort stable.
        keys.AsSpan().Sort(codes);
        for (var i = 0; i < keys.Length; i++)
        {
            classes[i] = (int)(keys[i] >> 32);
        }
    }

    private void Compose()
    {
        int starter = -1, count = 0, lastClass = 0;
        for (var i = 0; i < _codes.Count; i++)
        {
            int code = _codes[i], combiningClass = _classes[i];

            // A mark is blocked from the starter by an uncomposed mark of the same or a higher class between them, a starter by any mark.
            var reachesStarter = starter >= 0 && (count == starter + 1 || lastClass < combiningClass);
            if (reachesStarter && TryCompose(_codes[starter], code, out var composite))
            {
                _codes[starter] = composite;
                continue;
            }

            if (combiningClass == 0)
            {
                starter = count;
            }

            lastClass = combiningClass;
            _codes[count++] = code;
        }

        CollectionsMarshal.SetCount(_codes, count);
    }

    private static bool TryCompose(int first, int second, out int composite) =>
        Hangul.TryCompose(first, second, out composite) || NfcTables.TryCompose(first, second, out composite);
}
