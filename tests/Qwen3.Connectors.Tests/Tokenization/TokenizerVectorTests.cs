using System.Globalization;
using System.Text;

namespace Qwen3.Connectors.Tests.Tokenization;

/// <summary>The real vocabulary against ids that the models' own tokenizer gave.</summary>
public class TokenizerVectorTests
{
    [Fact]
    public void Public_vectors_give_the_ids_of_the_reference()
    {
        var texts = Read("vectors.inp").Split("\n__ggml_vocab_test__\n");
        var ids = Read("vectors.out").Split('\n');
        Assert.Equal((47, 47), (texts.Length, ids.Length));
        for (var i = 0; i < ids.Length; i++)
        {
            Assert.Equal(Ids(ids[i]), TestVocabulary.RealTokenizer.Encode(texts[i]));
        }
    }

    [Fact]
    public void Texts_of_many_scripts_give_the_ids_of_the_reference()
    {
        var texts = Read("unicode.txt").TrimEnd('\n').Split('\n');
        var ids = Read("unicode.ids").TrimEnd('\n').Split('\n');
        Assert.Equal(400, texts.Length);
        for (var i = 0; i < texts.Length; i++)
        {
            var text = Unescape(texts[i]);
            Assert.Equal(Ids(ids[i]), TestVocabulary.RealTokenizer.Encode(text));
            Assert.Equal(Ids(ids[i]).Length, TestVocabulary.RealTokenizer.CountTokens(text));
        }
    }

    [Fact]
    public void Known_tokens_have_their_published_ids()
    {
        var tokenizer = TestVocabulary.RealTokenizer;
        Assert.Equal(151669, tokenizer.VocabularySize);
        Assert.Equal(151643, tokenizer.EndOfTextId);
        Assert.Equal(9693, tokenizer.YesId);
        Assert.Equal(2152, tokenizer.NoId);
        Assert.Equal([198], tokenizer.Encode("\n"));
        Assert.Equal([271], tokenizer.Encode("\n\n"));
        Assert.Equal([220], tokenizer.Encode(" "));
    }

    private static string Read(string name) => File.ReadAllText(TestData.SharedFile("data", "tokenizer", name));

    private static int[] Ids(string line) =>
        [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(id => int.Parse(id, CultureInfo.InvariantCulture))];

    private static string Unescape(string line)
    {
        var text = new StringBuilder();
        for (var i = 0; i < line.Length; i++)
        {
            text.Append(line[i] != '\\' || i + 1 == line.Length ? line[i]
                : line[++i] switch { 'n' => '\n', 't' => '\t', 'r' => '\r', var other => other });
        }

        return text.ToString();
    }
}
