using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Qwen3.Connectors.Cli.Mcp.Tools;

/// <summary>Embeds texts as queries or documents.</summary>
internal sealed class EmbedTool(Qwen3EmbeddingGenerator generator, int dimensions) : McpTool
{
    public const int MinDimensions = 32;

    public override string Name => "embed";

    public override string Description =>
        "Returns the embedding vectors of texts, each with norm 1. For tools that process vectors: a language model can't interpret them. "
        + "Queries and documents are embedded differently.";

    public override JsonElement Schema { get; } = JsonElement.Parse(
        $$"""
        {
          "type": "object",
          "properties": {
            "texts": {
              "type": "array", "minItems": 1, "maxItems": {{ToolArguments.MaxTexts}},
              "items": { "type": "string", "minLength": 1, "maxLength": {{ToolArguments.MaxCharacters}} },
              "description": "The texts to embed."
            },
            "role": {
              "type": "string", "enum": ["query", "document"], "default": "document",
              "description": "query to search, document to store."
            },
            "dimensions": {
              "type": "integer", "minimum": {{MinDimensions}}, "maximum": {{dimensions}}, "default": {{dimensions}},
              "description": "The length of the vectors."
            }
          },
          "required": ["texts"]
        }
        """);

    public override async Task<JsonObject> CallAsync(ToolArguments arguments, CancellationToken cancellationToken)
    {
        var texts = arguments.RequireTexts("texts");
        var role = arguments.ReadChoice("role", "query", "document") == "query" ? EmbeddingRole.Query : EmbeddingRole.Document;
        var options = new EmbeddingGenerationOptions { Dimensions = arguments.ReadNumber("dimensions", MinDimensions, dimensions) };
        var embeddings = await generator.GenerateAsync(texts, options.WithRole(role), cancellationToken).ConfigureAwait(false);
        return new() { ["embeddings"] = new JsonArray([.. embeddings.Select(embedding => ToArray(embedding.Vector))]) };
    }

    private static JsonArray ToArray(ReadOnlyMemory<float> vector)
    {
        var array = new JsonArray();
        foreach (var value in vector.Span)
        {
            array.Add((JsonNode)JsonValue.Create(value));
        }

        return array;
    }
}
