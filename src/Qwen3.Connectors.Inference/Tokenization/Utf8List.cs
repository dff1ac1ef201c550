namespace Qwen3.Connectors.Inference.Tokenization;

/// <summary>UTF-8 strings read in place, so that 150,000 tokens need no .NET strings.</summary>
internal abstract class Utf8List
{
    public abstract int Count { get; }

    public abstract ReadOnlySpan<byte> this[int index] { get; }
}
