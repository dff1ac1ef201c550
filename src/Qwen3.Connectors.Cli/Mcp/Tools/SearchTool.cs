using System.Text.Json;
using System.Text.Json.Nodes;
using Qwen3.Connectors.VectorData;

namespace Qwen3.Connectors.Cli.Mcp.Tools;

/// <summary>Searches the memory.</summary>
internal sealed class SearchTool(Qwen3Memory memory) : McpTool
{
    public const int MaxTop = 50;
    public const int DefaultTop = 5;

    public override string Name => "search";

    public override string Description =>
        "Finds the passages of stored documents that answer a question, best first, each with its source, its lines and a score.";

    public override JsonElement Schema { get; } = JsonElement.Parse(
        $$"""
        {
          "type": "object",
          "properties": {
            "query": {
              "type": "string", "minLength": 1, "maxLength": {{ToolArguments.MaxCharacters}},
              "description": "A question or keywords."
            },
            "top": {
              "type": "integer", "minimum": 1, "maximum": {{MaxTop}}, "default": {{DefaultTop}},
              "description": "How many passages to return."
            },
            "source": { "type": "string", "minLength": 1, "description": "Search this document only." },
            "tag": { "type": "string", "minLength": 1, "description": "Search documents with this tag only." }
          },
          "required": ["query"]
        }
        """);

    public override async Task<JsonObject> CallAsync(ToolArguments arguments, CancellationToken cancellationToken)
    {
        var top = arguments.ReadNumber("top", 1, MaxTop) ?? DefaultTop;
        var (source, tag) = (arguments.ReadText("source"), arguments.ReadText("tag"));
        var options = new MemorySearchOptions
        {
            Filter = (source, tag) switch
            {
                (null, null) => null,
                (_, null) => record => record.Source == source,
                (null, _) => record => record.Tags.Contains(tag),
                _ => record => record.Source == source && record.Tags.Contains(tag),
            },
        };
        var hits = await memory.SearchAsync(arguments.RequireText("query"), top, options, cancellationToken).ConfigureAwait(false);
        return new() { ["results"] = new JsonArray([.. hits.Select(Describe)]) };
    }

    private static JsonObject Describe(MemoryHit hit)
    {
        var described = new JsonObject
        {
            ["source"] = hit.Source,
            ["lines"] = $"{hit.Record.StartLine}-{hit.Record.EndLine}",
            ["score"] = Math.Round(hit.Score, 4),
            ["text"] = hit.Text,
        };
        if (hit.Record.Heading.Length > 0)
        {
            described["heading"] = hit.Record.Heading;
        }

        return described;
    }
}
