using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Qwen3.Connectors.Tools.Results;

/// <summary>Replaces one value of a JSON text. Everything around the value stays as it was written.</summary>
/// <param name="Target">The value.</param>
/// <param name="Replace">
/// Returns the new JSON text of the value, given the items of the ranking as indices in the order of the search.
/// </param>
internal sealed record JsonEdit(JsonElement Target, Func<int[], byte[]> Replace)
{
    /// <summary>Orders a list like the ranking.</summary>
    public static JsonEdit Reorder(JsonElement list) => new(list, order => Pick(list, order));

    /// <summary>Orders some items of a list like the ranking. The other items follow.</summary>
    /// <param name="list">The list.</param>
    /// <param name="ranked">The indices of the items that are ranked.</param>
    public static JsonEdit Reorder(JsonElement list, IReadOnlyList<int> ranked)
    {
        var others = Enumerable.Range(0, list.GetArrayLength()).Except(ranked).ToArray();
        return new(list, order => Pick(list, [.. order.Select(index => ranked[index]), .. others]));
    }

    /// <summary>The same edit for a ranking of items that are elsewhere in this list.</summary>
    /// <param name="places">The index in this list of each ranked item.</param>
    public JsonEdit By(int[] places) => this with { Replace = order => Replace([.. order.Select(item => places[item])]) };

    /// <returns>The JSON text of <paramref name="root"/> after the edits.</returns>
    public static byte[] Apply(JsonElement root, IEnumerable<JsonEdit> edits, int[] order)
    {
        var source = JsonMarshal.GetRawUtf8Value(root);
        var output = new ArrayBufferWriter<byte>(source.Length);
        var position = 0;
        foreach (var (start, edit) in edits.Select(edit => (OffsetOf(edit.Target, root), edit)).OrderBy(place => place.Item1))
        {
            output.Write(source[position..start]);
            output.Write(edit.Replace(order));
            position = start + JsonMarshal.GetRawUtf8Value(edit.Target).Length;
        }

        output.Write(source[position..]);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>
    /// Writes the items as they were written, without the white space between them: it would cost a language model tokens.
    /// </summary>
    private static byte[] Pick(JsonElement list, int[] order)
    {
        JsonElement[] items = [.. list.EnumerateArray()];
        var output = new ArrayBufferWriter<byte>(JsonMarshal.GetRawUtf8Value(list).Length);
        output.Write("["u8);
        for (var i = 0; i < order.Length; i++)
        {
            output.Write(i > 0 ? ","u8 : []);
            output.Write(JsonMarshal.GetRawUtf8Value(items[order[i]]));
        }

        output.Write("]"u8);
        return output.WrittenSpan.ToArray();
    }

    private static int OffsetOf(JsonElement part, JsonElement whole) =>
        JsonMarshal.GetRawUtf8Value(whole).Overlaps(JsonMarshal.GetRawUtf8Value(part), out var offset)
            ? offset
            : throw new InvalidOperationException("The value is no part of the JSON text that it was read from. This is a bug.");
}
