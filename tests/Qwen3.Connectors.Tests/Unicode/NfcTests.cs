using System.Text;
using Qwen3.Connectors.Inference.Unicode;
using Qwen3.Connectors.Tests.Tokenization;

namespace Qwen3.Connectors.Tests.Unicode;

public class NfcTests
{
    [Theory]
    [InlineData("e\u0301", "\u00E9")]
    [InlineData("A\u030A", "\u00C5")]
    [InlineData("\u212B", "\u00C5")]
    [InlineData("\u2126", "\u03A9")]
    [InlineData("\u1E9B\u0323", "\u1E9B\u0323")]
    [InlineData("q\u0307\u0323", "q\u0323\u0307")]
    [InlineData("e\u0302\u0301", "\u1EBF")]
    [InlineData("e\u0301\u0302", "\u00E9\u0302")]
    [InlineData("\u0061\u0328\u0301", "\u0105\u0301")]
    [InlineData("a\u0301\u0328", "\u0105\u0301")]
    [InlineData("o\u0323\u0302", "\u1ED9")]
    [InlineData("o\u0302\u0323", "\u1ED9")]
    [InlineData("a\u0316\u0301", "\u00E1\u0316")]
    [InlineData("a\u0301\u0301", "\u00E1\u0301")]
    [InlineData("\u0344", "\u0308\u0301")]
    [InlineData("\u0958", "\u0915\u093C")]
    [InlineData("\u0915\u093C", "\u0915\u093C")]
    [InlineData("\u0928\u093C", "\u0929")]
    [InlineData("\u2ADC", "\u2ADD\u0338")]
    [InlineData("\uFB1D", "\u05D9\u05B4")]
    [InlineData("\uF900", "\u8C48")]
    [InlineData("\U0002F800", "\u4E3D")]
    [InlineData("\U0001D15E", "\U0001D157\U0001D165")]
    [InlineData("\U00011099\U000110BA", "\U0001109A")]
    [InlineData("\u1100\u1161", "\uAC00")]
    [InlineData("\u1100\u1161\u11A8", "\uAC01")]
    [InlineData("\uAC00\u11A8", "\uAC01")]
    [InlineData("\uAC01\u11A8", "\uAC01\u11A8")]
    [InlineData("\uAC00\u11A7", "\uAC00\u11A7")]
    [InlineData("\u1112\u1175\u11C2", "\uD7A3")]
    [InlineData("\u0CC6\u0CC2\u0CD5", "\u0CCB")]
    [InlineData("\u304B\u3099", "\u304C")]
    [InlineData("\u0301e", "\u0301e")]
    [InlineData("ﬁ ½ ² Ⅷ", "ﬁ ½ ² Ⅷ")]
    public void Known_samples_come_out_as_Unicode_says(string text, string expected)
    {
        Assert.Equal(expected, Nfc.Normalize(text));
        Assert.Equal($"中{expected}中", Nfc.Normalize($"中{text}中"));
        Assert.Equal(expected, SlowNfc.Normalize(text));
        Assert.True(text == expected || !Nfc.IsNormalized(text));
    }

    [Fact]
    public void Random_texts_come_out_as_of_the_slow_twin()
    {
        foreach (var text in RandomText.Some(seed: 11, count: 5000))
        {
            var expected = SlowNfc.Normalize(text);
            Assert.Equal(expected, Repaired(Nfc.Normalize(text)));
            Assert.True(!Nfc.IsNormalized(text) || Repaired(text) == expected);
            Assert.Equal(expected, Nfc.Normalize(expected));
        }
    }

    [Fact]
    public void Every_code_point_of_the_tables_comes_out_as_of_the_platform()
    {
        Assert.SkipUnless("e\u0301".Normalize() == "\u00E9",
            "string.Normalize returns its input here, as always under InvariantGlobalization; "
            + "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=0 runs this");
        var hangul = Enumerable.Range(0xAC00, 11172).Concat(Enumerable.Range(0x1100, 0x100));
        var listed = Enumerable.Range(0, NfcData.CodeLimit)
            .Where(code => !NfcTables.IsNormalizationInert(code) || NfcTables.TryDecompose(code, out _));
        Assert.All(listed.Concat(hangul).Select(code => $"a{new Rune(code)}\u0323\u0301{new Rune(code)}"),
            text => Assert.Equal(text.Normalize(), Nfc.Normalize(text)));

        // The platform refuses U+FFFE.
        Assert.All(RandomText.Some(seed: 12, count: 10000).Select(text => text.Replace('\uFFFE', 'x')),
            text => Assert.Equal(Repaired(text).Normalize(), Repaired(Nfc.Normalize(text))));
    }

    [Fact]
    public void Text_that_is_normalised_is_known_to_be_so()
    {
        Assert.All(
            ["", "plain", "naïve café", "Привет", "中文", "한국어", "日本語ガ", "हिन्दी", "ไทย",
                "👍🏽", "\u064B\u0651", "\ud800x"],
            text => Assert.True(Nfc.IsNormalized(text)));
    }

    [Fact]
    public void A_run_of_many_marks_is_sorted_stably()
    {
        var random = new Random(1);
        var marks = string.Concat(Enumerable.Range(0, 20000).Select(_ => "\u0316\u0301\u0327\u0317\u0302"[random.Next(5)]));
        var sorted = string.Concat(marks.Select((mark, at) => (mark, at)).OrderBy(entry => NfcTables.CombiningClass(entry.mark))
            .Select(entry => entry.mark));
        Assert.Equal("b" + sorted, Nfc.Normalize("b" + marks));
    }

    /// <summary>The text with U+FFFD for lone surrogates.</summary>
    private static string Repaired(string text) => string.Concat(text.EnumerateRunes());
}
