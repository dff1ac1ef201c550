namespace Qwen3.Connectors.Inference.Tokenization;

/// <summary>Strings as UTF-8 where they lie, so that no .NET string is made for each of 150,000 tokens.</summary>
internal abstract class Utf8List
{
    public abstract int Count { get; }

    public abstract ReadOnlySpan<byte> this[int index] { get; }
}
