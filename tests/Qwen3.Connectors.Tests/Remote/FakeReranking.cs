using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Qwen3.Connectors.Prompts;
using Qwen3.Connectors.Remote;

namespace Qwen3.Connectors.Tests.Remote;

/// <summary>The reranking routes of a fake server.</summary>
internal sealed class FakeReranking(FakeServer server)
{
    private const int TemplateTokens = 65;

    public async Task RunAsync(HttpContext context, JsonNode body)
    {
        var query = (string)body["query"]!;
        var documents = (body["documents"] ?? body["texts"])!.AsArray().Select(item => (string)item!).ToArray();
        if (documents.Length > server.MaxTexts)
        {
            await FakeServer.FailAsync(context, 413, "payload too large");
            return;
        }

        if (Array.Exists(documents, document => FakeModel.Tokenizer.CountTokens(document) > server.PhysicalBatch))
        {
            await FakeServer.FailAsync(context, 500, "input is too large to process. increase the physical batch size");
            return;
        }

        var instruction = InstructionOf(body);
        double[] scores = server.IsCheap
            ? [.. documents.Select(document => FakeModel.ScoreCheaply(document))]
            : await FakeModel.ScoreAsync([.. documents.Select(document => server.AppliesTemplate
                ? RerankTemplate.Build(instruction ?? TaskInstructions.WebSearch, query, [document])[0]
                : FakeModel.Join(query, document))]);
        var tokens = documents.Sum(document => FakeModel.Tokenizer.CountTokens(query + document)
            + (server.AppliesTemplate ? TemplateTokens + FakeModel.Tokenizer.CountTokens(instruction ?? "") : 0));
        server.AnsweredTexts.Enqueue(documents);
        await FakeServer.WriteAsync(context, Answer(documents, scores, tokens));
    }

    private string? InstructionOf(JsonNode body) => !server.TakesInstruction ? null
        : server.Kind != RemoteProtocol.Xinference ? (string?)(body["instruction"] ?? body["instruct"])
        : body["kwargs"] is { } kwargs ? (string?)JsonNode.Parse((string)kwargs!)!["instruction"]
        : null;

    private JsonNode Answer(string[] documents, double[] scores, int tokens)
    {
        var isList = server.Kind is RemoteProtocol.TextEmbeddingsInference or RemoteProtocol.SGLang;
        var results = new JsonArray([.. scores
            .Select((score, i) => (Index: i, Score: server.ScoreTransform(score, i, documents)))
            .OrderByDescending(result => result.Score)
            .Select(result => new JsonObject
            {
                ["index"] = result.Index,
                [isList ? "score" : "relevance_score"] = server.IsPoisoned(documents[result.Index]) ? null : result.Score,
            })]);
        var count = server.ReportsUsage ? tokens : 0;
        return isList ? results : new JsonObject
        {
            ["results"] = results,
            [server.Kind == RemoteProtocol.Xinference ? "meta" : "usage"] = server.Kind == RemoteProtocol.Xinference
                ? new JsonObject { ["tokens"] = new JsonObject { ["input_tokens"] = count } }
                : new JsonObject { ["prompt_tokens"] = count },
        };
    }
}
