namespace Qwen3.Connectors.Inference.Unicode;

/// <summary>
/// Composition and decomposition of Hangul syllables (The Unicode Standard, section 3.12): lead, vowel and optional trail.
/// </summary>
internal static class Hangul
{
    public const int SyllableBase = 0xAC00;
    public const int LeadBase = 0x1100;
    public const int VowelBase = 0x1161;

    /// <summary>One below the first trailing consonant: index 0 means no trail.</summary>
    public const int TrailBase = 0x11A7;
    public const int LeadCount = 19;
    public const int VowelCount = 21;
    public const int TrailCount = 28;
    private const int SyllableCount = LeadCount * VowelCount * TrailCount;

    public static bool IsSyllable(int code) => (uint)(code - SyllableBase) < SyllableCount;

    /// <summary>Decomposes a syllable; <c>Trail</c> is 0 if it has none.</summary>
    public static (int Lead, int Vowel, int Trail) Decompose(int syllable)
    {
        var index = syllable - SyllableBase;
        var trail = index % TrailCount;
        return (LeadBase + (index / (VowelCount * TrailCount)), VowelBase + (index / TrailCount % VowelCount), trail == 0 ? 0
            : TrailBase + trail);
    }

    /// <summary>Composes a lead and a vowel, or a syllable without trail and a trail.</summary>
    public static bool TryCompose(int first, int second, out int syllable)
    {
        int lead = first - LeadBase, vowel = second - VowelBase, open = first - SyllableBase, trail = second - TrailBase;
        if ((uint)lead < LeadCount && (uint)vowel < VowelCount)
        {
            syllable = SyllableBase + (((lead * VowelCount) + vowel) * TrailCount);
            return true;
        }

        syllable = first + trail;
        return IsSyllable(first) && open % TrailCount == 0 && trail is > 0 and < TrailCount;
    }
}
