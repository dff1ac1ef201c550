using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Tests.Tokenization;

/// <summary>The bundled models' files; the ids are those of a plain reference in Python.</summary>
public class BundledModelTests
{
    private const string Prefix = "<|im_start|>system\n"
        + "Judge whether the Document meets the requirements based on the Query and the Instruct provided. "
        + "Note that the answer can only be \"yes\" or \"no\".<|im_end|>\n"
        + "<|im_start|>user\n";

    private const string Body = """
        <Instruct>: Given a web search query, retrieve relevant passages that answer the query
        <Query>: What is the capital of China?
        <Document>: The capital of China is Beijing.
        """;

    private const string Suffix = "<|im_end|>\n<|im_start|>assistant\n<think>\n\n</think>\n\n";

    private static readonly int[] PrefixIds =
    [
        10215, 708, 198, 780, 755, 297, 751, 778, 297, 766, 663, 364, 297, 774, 322, 297, 776, 721, 13, 761, 363, 297, 540, 491, 646,
            383, 515, 260, 1, 318, 515,
        258, 762, 10216, 198, 10215, 746, 198,
    ];

    private static readonly int[] BodyIds =
    [
        27, 279, 280, 768, 294, 705, 720, 541, 11, 770, 771, 772, 363, 540, 297, 541, 198, 27, 278, 280, 1254, 283, 384, 297, 1935,
            304, 3762, 30, 198, 27, 284,
        280, 445, 1935, 304, 3762, 384, 1227, 7525, 292, 13,
    ];

    private static readonly int[] SuffixIds = [10216, 198, 10215, 777, 198, 10238, 286, 10239, 286];

    public static TheoryData<string> Files => ["qwen3-mini-embedding.Q8_0.gguf", "qwen3-mini-reranker.Q8_0.gguf"];

    [Theory]
    [MemberData(nameof(Files))]
    public void The_official_reranking_template_has_the_ids_of_the_reference(string file)
    {
        var tokenizer = Load(file);
        Assert.Equal(PrefixIds, tokenizer.EncodeTemplate(Prefix));
        Assert.Equal(BodyIds, tokenizer.Encode(Body));
        Assert.Equal(SuffixIds, tokenizer.EncodeTemplate(Suffix));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Texts_have_the_ids_of_the_reference(string file)
    {
        var tokenizer = Load(file);
        Assert.Equal(
            [279, 25, 768, 294, 705, 720, 541, 11, 770, 771, 772, 363, 540, 297, 541, 198, 278, 25, 1333, 10173, 5655, 416],
            tokenizer.Encode("Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery:Explain "
            + "gravity"));
        Assert.Equal(
            [471, 329, 782, 472, 293, 885, 127, 102, 220, 160, 121, 254, 161, 98, 121, 220, 16, 17, 18],
            tokenizer.Encode("<|im_end|> cafe\u0301 你好 123"));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void The_file_tells_the_size_of_its_vocabulary_and_where_its_marks_are(string file)
    {
        var tokenizer = Load(file);
        Assert.Equal((10240, 10214, 260, 258), (tokenizer.VocabularySize, tokenizer.EndOfTextId, tokenizer.YesId, tokenizer.NoId));
    }

    [Fact]
    public void Every_model_of_the_test_data_has_a_tokenizer_that_loads() =>
        Assert.All(Directory.GetFiles(TestData.File("tests", "data", "quant-models"), "*.gguf"),
            file => Assert.NotEmpty(Qwen3Tokenizer.Load(file).Encode("yes")));

    [Fact]
    public void A_file_that_is_not_there_is_said_to_be_missing() =>
        Assert.Throws<FileNotFoundException>(() => Qwen3Tokenizer.Load(TestData.File("samples", "models", "absent.gguf")));

    private static Qwen3Tokenizer Load(string file) => Qwen3Tokenizer.Load(TestData.File("samples", "models", file));
}
