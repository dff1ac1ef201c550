using System.Text;
using Qwen3.Connectors.Inference.Tokenization;

namespace Qwen3.Connectors.Tests.Tokenization;

/// <summary>Strings of a vocabulary that a test made.</summary>
internal sealed class TokenList(IEnumerable<string> strings) : Utf8List
{
    private readonly byte[][] _strings = [.. strings.Select(Encoding.UTF8.GetBytes)];

    public override int Count => _strings.Length;

    public override ReadOnlySpan<byte> this[int index] => _strings[index];
}
