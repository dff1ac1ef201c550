using Microsoft.Extensions.AI;

namespace Qwen3.Connectors.Tools.Results;

/// <summary>
/// Reads results that are <see cref="AIContent"/>, as MCP clients return them. A single text has JSON; of several texts each is an item.
/// </summary>
internal static class ContentResult
{
    public static ResultReading Read(AIContent content) => content switch
    {
        ErrorContent => ResultReading.Nothing(content),
        TextContent text => ResultReader.OfText(text, text.Text, reranked => Copy(text, reranked)),
        _ => ResultReading.NoList(content),
    };

    public static ResultReading Read(IEnumerable<AIContent> sequence)
    {
        var contents = sequence.ToList();
        object unchanged = sequence is IReadOnlyCollection<AIContent> ? sequence : contents;
        if (contents.Any(content => content is ErrorContent))
        {
            return ResultReading.Nothing(unchanged);
        }

        var texts = contents.Select((content, index) => (Content: content as TextContent, Index: index))
            .Where(text => text.Content is not null)
            .ToArray();
        if (texts is [var only])
        {
            var reading = Read(only.Content!);
            return reading with
            {
                Unchanged = unchanged,
                Rebuild = order => Rebuild(
                    sequence, contents.Select((content, i) => i == only.Index ? (AIContent)reading.Rebuild(order)! : content)),
            };
        }

        var others = contents.Where(content => content is not TextContent);
        return contents.Count == 0 ? ResultReading.Nothing(unchanged)
            : texts.Length == 0 ? ResultReading.NoList(unchanged)
            : new(
                unchanged,
                [.. texts.Select(text => text.Content)],
                order => Rebuild(sequence, order.Select(i => (AIContent)texts[i].Content!).Concat(others)));
    }

    /// <summary>An array as an array of its type, any other sequence as a list.</summary>
    private static object Rebuild(IEnumerable<AIContent> sequence, IEnumerable<AIContent> contents)
    {
        if (sequence is not AIContent[] array)
        {
            return TypedList.Of(sequence, contents);
        }

        AIContent[] items = [.. contents];
        var copy = Array.CreateInstanceFromArrayType(array.GetType(), items.Length);
        Array.Copy(items, copy, items.Length);
        return copy;
    }

    /// <summary>Without the raw representation, which has the text before reranking.</summary>
    private static TextContent Copy(TextContent content, string text) =>
        new(text) { AdditionalProperties = content.AdditionalProperties, Annotations = content.Annotations };
}
