using System.Text.Json;
using System.Text.Json.Nodes;

namespace Qwen3.Connectors.Cli.Mcp.Tools;

/// <summary>Orders documents by how well they answer a query.</summary>
internal sealed class RerankTool(ITextReranker reranker) : McpTool
{
    public override string Name => "rerank";

    public override string Description =>
        "Orders documents by how well they answer a query, best first. A score is the probability that the document answers the query.";

    public override JsonElement Schema { get; } = JsonElement.Parse(
        $$"""
        {
          "type": "object",
          "properties": {
            "query": {
              "type": "string", "minLength": 1, "maxLength": {{ToolArguments.MaxCharacters}},
              "description": "The question or keywords."
            },
            "documents": {
              "type": "array", "minItems": 1, "maxItems": {{ToolArguments.MaxTexts}},
              "items": { "type": "string", "minLength": 1, "maxLength": {{ToolArguments.MaxCharacters}} },
              "description": "The texts to order."
            },
            "top": {
              "type": "integer", "minimum": 1, "maximum": {{ToolArguments.MaxTexts}},
              "description": "How many to return; all by default."
            }
          },
          "required": ["query", "documents"]
        }
        """);

    public override async Task<JsonObject> CallAsync(ToolArguments arguments, CancellationToken cancellationToken)
    {
        var (query, documents) = (arguments.RequireText("query"), arguments.RequireTexts("documents"));
        var options = new RerankOptions { TopN = arguments.ReadNumber("top", 1, ToolArguments.MaxTexts) };
        var results = await reranker.RerankAsync(query, documents, options, cancellationToken).ConfigureAwait(false);
        return new()
        {
            ["results"] = new JsonArray([.. results.Select(result => new JsonObject
            {
                ["index"] = result.Index,
                ["score"] = Math.Round(result.Score, 4),
                ["text"] = documents[result.Index],
            })]),
        };
    }
}
