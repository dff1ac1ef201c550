using System.Collections;

namespace Qwen3.Connectors.Inference.Gguf;

/// <summary>Strings of a file for messages: each is decoded at access, without control characters, and shortened.</summary>
internal sealed class GgufTextList(GgufStrings strings) : IReadOnlyList<string>
{
    public int Count => strings.Count;

    public string this[int index] => GgufText.Printable(strings[index]);

    public IEnumerator<string> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
