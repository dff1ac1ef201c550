using System.Text.Json;
using System.Text.Json.Nodes;
using Qwen3.Connectors.VectorData;

namespace Qwen3.Connectors.Cli.Mcp.Tools;

/// <summary>Stores a document in the memory.</summary>
internal sealed class IndexTool(Qwen3Memory memory) : McpTool
{
    public const int MaxTags = 16;

    public override string Name => "index";

    public override string Description =>
        "Stores a document for later searches, in place of one of the same source. It is cut into passages. An empty text is not allowed.";

    public override bool IsReadOnly => false;

    public override JsonElement Schema { get; } = JsonElement.Parse(
        $$"""
        {
          "type": "object",
          "properties": {
            "source": {
              "type": "string", "minLength": 1, "maxLength": 1000,
              "description": "The document's name, such as a path or an address. Its extension tells whether it is Markdown or code."
            },
            "text": { "type": "string", "minLength": 1, "maxLength": {{ToolArguments.MaxCharacters}}, "description": "The document." },
            "tags": {
              "type": "array", "maxItems": {{MaxTags}}, "items": { "type": "string", "minLength": 1 },
              "description": "Tags to filter by."
            }
          },
          "required": ["source", "text"]
        }
        """);

    public override async Task<JsonObject> CallAsync(ToolArguments arguments, CancellationToken cancellationToken)
    {
        var (source, text, tags) = (arguments.RequireText("source"), arguments.RequireText("text"), arguments.ReadTexts("tags"));
        if (source.Length > 1000 || tags.Length > MaxTags)
        {
            throw new ToolArgumentException($"Expected a 'source' of at most 1000 characters and at most {MaxTags} 'tags'.");
        }

        var passages = await memory.AddAsync([new(source, text) { Tags = tags }], cancellationToken).ConfigureAwait(false);
        return new() { ["source"] = source, ["passages"] = passages };
    }
}
