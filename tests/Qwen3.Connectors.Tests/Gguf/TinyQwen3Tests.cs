using System.Runtime.InteropServices;
using System.Text;
using Qwen3.Connectors.Inference.Gguf;

namespace Qwen3.Connectors.Tests.Gguf;

public class TinyQwen3Tests
{
    [Fact]
    public void The_vocabulary_is_that_of_the_reference_files()
    {
        using var file = GgufFile.Open(TestData.File("tests", "data", "quant-models", "f32.gguf"));
        var vocabulary = new TinyVocabulary();
        Assert.Equal(Strings(file, "tokenizer.ggml.tokens"), vocabulary.Tokens);
        Assert.Equal(Strings(file, "tokenizer.ggml.merges"), vocabulary.Merges);
        Assert.Equal(file.Metadata.GetInt32s("tokenizer.ggml.token_type"), vocabulary.Types);
        Assert.Equal(file.Metadata.GetUInt32("tokenizer.ggml.padding_token_id"), (uint)vocabulary.EndOfTextId);
    }

    [Fact]
    public void The_file_has_the_keys_and_tensors_of_the_reference_files()
    {
        using var file = GgufFile.Open(TestData.File("tests", "data", "quant-models", "f32.gguf"));
        using var temporary = new TemporaryFile(new TinyQwen3(new() { Hidden = 256, HeadDim = 64, Ffn = 256 }).ToArray());
        using var tiny = GgufFile.Open(temporary.Path);
        Assert.Equal(file.Metadata.Keys, tiny.Metadata.Keys);
        Assert.All(file.Metadata.Keys.Except(["general.name"]), key => Assert.Equal(MetadataText.Of(file.Metadata, key), MetadataText.Of(tiny.Metadata, key)));
        Assert.Equal(file.Tensors.Values.Select(tensor => tensor.ToString()), tiny.Tensors.Values.Select(tensor => tensor.ToString()));
    }

    [Fact]
    public void The_weights_are_those_in_the_file()
    {
        var model = new TinyQwen3(new() { OwnOutput = true, Classifier = TinyClassifier.YesNo, PadVocabularyTo = 600 });
        using var temporary = new TemporaryFile(model.ToArray());
        using var file = GgufFile.Open(temporary.Path);
        Assert.Equal(600, file.GetTensor("output.weight").RowCount);
        Assert.Equal("[PAD599]", Strings(file, "tokenizer.ggml.tokens")[^1]);
        Assert.Equal(model.Weights.Keys, file.Tensors.Keys);
        Assert.All(model.Weights, weight =>
        {
            var tensor = file.GetTensor(weight.Key);
            Assert.Equal((tensor.RowLength, tensor.RowCount), (weight.Value.RowLength, weight.Value.RowCount));
            Assert.Equal(weight.Value.Values.AsSpan(0, tensor.RowLength), MemoryMarshal.Cast<byte, float>(tensor.Row(0)));
            Assert.Equal(weight.Value.Values.AsSpan(^tensor.RowLength..), MemoryMarshal.Cast<byte, float>(tensor.Row(tensor.RowCount - 1)));
        });
    }

    [Fact]
    public void Classifier_rows_follow_their_labels()
    {
        var (yesNo, noYes, single) = (Rows(TinyClassifier.YesNo), Rows(TinyClassifier.NoYes), Rows(TinyClassifier.SingleRow));
        Assert.Equal(yesNo[..64], noYes[64..]);
        Assert.Equal(yesNo[64..], noYes[..64]);
        Assert.Equal(yesNo[..64].Zip(yesNo[64..], (yes, no) => yes - no), single);
        Assert.Equal(["no", "yes"], WithModel(new() { Classifier = TinyClassifier.NoYes }, file => Strings(file, "qwen3.classifier.output_labels")));
    }

    [Fact]
    public void Keys_can_be_left_out() => Assert.True(WithModel(new() { PoolingType = null, AddEosToken = null }, file =>
        !file.Metadata.Contains("qwen3.pooling_type") && !file.Metadata.Contains("tokenizer.ggml.add_eos_token")));

    [Fact]
    public void The_answers_of_a_reranker_are_tokens()
    {
        var vocabulary = new TinyVocabulary();
        Assert.Equal("yes", vocabulary.Tokens[vocabulary.IdOf("yes")]);
        Assert.Equal("no", vocabulary.Tokens[vocabulary.IdOf("no")]);
        Assert.Equal("Ġyes", vocabulary.Tokens[vocabulary.IdOf(" yes")]);
        Assert.Equal(vocabulary.EndOfTextId + 1, vocabulary.IdOf("<|im_start|>"));
    }

    private static float[] Rows(TinyClassifier classifier) => new TinyQwen3(new() { Classifier = classifier }).Weights["cls.output.weight"].Values;

    private static T WithModel<T>(TinyQwen3Options options, Func<GgufFile, T> read)
    {
        using var temporary = new TemporaryFile(new TinyQwen3(options).ToArray());
        using var file = GgufFile.Open(temporary.Path);
        return read(file);
    }

    private static string[] Strings(GgufFile file, string key)
    {
        var strings = file.Metadata.GetStrings(key);
        return [.. Enumerable.Range(0, strings.Count).Select(i => Encoding.UTF8.GetString(strings[i]))];
    }
}
