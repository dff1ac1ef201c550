using System.Text.Json;
using Microsoft.Extensions.AI;
using Qwen3.Connectors.Tools.Results;

namespace Qwen3.Connectors.Tools.Functions;

/// <summary>The function <c>rerank</c>. Its schema is written by hand, so that it needs no reflection.</summary>
internal sealed class RerankTool(ITextReranker reranker, RerankOptions options) : AIFunction
{
    private static readonly JsonElement s_schema = JsonElement.Parse(
        """
        {
          "type": "object",
          "properties": {
            "query": { "type": "string", "description": "The query of the search." },
            "documents": { "type": "array", "items": { "type": "string" }, "description": "The texts to order." },
            "topN": { "type": "integer", "minimum": 1, "description": "How many of the best documents to return; all by default." }
          },
          "required": ["query", "documents"]
        }
        """);

    private static readonly JsonElement s_returnSchema = JsonElement.Parse(
        """
        {
          "type": "array",
          "items": {
            "type": "object",
            "properties": { "index": { "type": "integer" }, "score": { "type": "number" }, "text": { "type": "string" } }
          }
        }
        """);

    public override string Name => "rerank";

    public override string Description =>
        "Orders documents by how well they answer a query, best first. "
        + "A score is the probability that the document answers the query, 0 to 1.";

    public override JsonElement JsonSchema => s_schema;

    public override JsonElement? ReturnJsonSchema => s_returnSchema;

    protected override async ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        var query = ToolArguments.RequireText(arguments, "query");
        var documents = ToolArguments.RequireTexts(arguments, "documents");
        var call = options.Clone();
        call.TopN = ToolArguments.ReadCount(arguments, "topN") ?? call.TopN;
        var results = await reranker.RerankAsync(query, documents, call, cancellationToken).ConfigureAwait(false);
        return JsonText.Build(writer => Write(writer, results, documents));
    }

    private static void Write(Utf8JsonWriter writer, RerankResults results, string[] documents)
    {
        writer.WriteStartArray();
        foreach (var result in results)
        {
            writer.WriteStartObject();
            writer.WriteNumber("index", result.Index);
            writer.WriteNumber("score", Math.Round(result.Score, 4));
            writer.WritePropertyName("text");
            writer.WriteRawValue(JsonText.Quote(documents[result.Index]));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
