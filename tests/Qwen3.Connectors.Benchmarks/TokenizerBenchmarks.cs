using System.Text;
using BenchmarkDotNet.Attributes;
using Qwen3.Connectors.Benchmarks.Inputs;
using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Benchmarks;

/// <summary>Text to token ids, by the kind of text.</summary>
public class TokenizerBenchmarks : IHasAmounts
{
    private string _text = "";
    private Qwen3Tokenizer _tokenizer = null!;

    [ParamsSource(nameof(Kinds))]
    public string Text { get; set; } = "";

    public static IEnumerable<string> Kinds => SampleTexts.Kinds;

    Amounts IHasAmounts.Amounts => new() { Bytes = Encoding.UTF8.GetByteCount(SampleTexts.Create(Text)) };

    [GlobalSetup]
    public void Setup()
    {
        _text = SampleTexts.Create(Text);
        _tokenizer = Qwen3Tokenizer.Load(BenchmarkFiles.Vocabulary);
    }

    [Benchmark]
    public int[] Encode() => _tokenizer.Encode(_text);
}
