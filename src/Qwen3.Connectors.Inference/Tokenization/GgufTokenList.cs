using Qwen3.Connectors.Inference.Gguf;

namespace Qwen3.Connectors.Inference.Tokenization;

/// <summary>Strings of a GGUF file, read in its mapping.</summary>
internal sealed class GgufTokenList(GgufStrings strings) : Utf8List
{
    public override int Count => strings.Count;

    public override ReadOnlySpan<byte> this[int index] => strings[index];
}
