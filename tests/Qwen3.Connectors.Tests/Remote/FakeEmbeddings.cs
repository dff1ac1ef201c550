using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Qwen3.Connectors.Remote;
using Qwen3.Connectors.VectorSearch;

namespace Qwen3.Connectors.Tests.Remote;

/// <summary>The embedding routes of a fake server.</summary>
internal sealed class FakeEmbeddings(FakeServer server)
{
    public async Task RunAsync(HttpContext context, JsonNode body)
    {
        var input = body["input"] ?? body["inputs"]!;
        var texts = input is JsonArray list ? list.Select(item => (string)item!).ToArray() : [(string)input!];
        if (FindFault(body, texts) is var (status, message))
        {
            await FakeServer.FailAsync(context, status, message);
            return;
        }

        var prompts = texts.Select(text => server.DefaultPrompt + text).ToArray();
        var tokens = prompts.Sum(Count);
        var rows = await ComputeAsync([.. prompts.Select(Truncate)]);
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = server.VectorTransform(texts, i, rows[i]);
            rows[i] = server.Normalizes ? rows[i] : [.. rows[i].Select(value => value * 37)];
        }

        if (body["dimensions"] is { } dimensions && !server.IgnoresDimensions)
        {
            rows = [.. rows.Select(row => Matryoshka.Truncate(row, (int)dimensions).ToArray())];
        }

        server.AnsweredTexts.Enqueue(texts);
        await FakeServer.WriteAsync(context, Answer(body, texts, rows, tokens));
    }

    private (int Status, string Message)? FindFault(JsonNode body, string[] texts)
    {
        var isTei = server.Kind == RemoteProtocol.TextEmbeddingsInference;
        return texts.Length > Math.Min(server.MaxTexts, isTei ? 32 : int.MaxValue)
                ? (isTei ? 422 : 413, $"batch size {texts.Length} > maximum allowed batch size {server.MaxTexts}")
            : Array.Exists(texts, text => Count(text) > server.PhysicalBatch)
                ? (500, "input is too large to process. increase the physical batch size")
            : body["dimensions"] is not null && server.RefusesDimensions
                ? (400, "Model does not support matryoshka representation, changing output dimensions will lead to poor results.")
            : !server.TruncatesSilently && Array.Find(texts, text => Count(text) > server.MaxTokens) is { } text
                ? (400, $"This model's maximum context length is {server.MaxTokens} tokens. However, you sent '{text}'.")
            : null;
    }

    private JsonNode Answer(JsonNode body, string[] texts, float[][] rows, int tokens)
    {
        var isBase64 = (string?)body["encoding_format"] == "base64" && server.Kind is RemoteProtocol.Vllm or RemoteProtocol.LlamaServer;
        JsonNode Row(int i) => server.IsPoisoned(texts[i]) ? new JsonArray([.. rows[i].Select(_ => (JsonNode?)null)])
            : isBase64 ? Convert.ToBase64String(MemoryMarshal.AsBytes(rows[i].AsSpan()))
            : new JsonArray([.. rows[i].Select(value => (JsonNode)value)]);
        switch (server.Kind)
        {
            case RemoteProtocol.TextEmbeddingsInference:
                return new JsonArray([.. rows.Select((_, i) => Row(i))]);
            case RemoteProtocol.Ollama:
                var embeddings = new JsonArray([.. rows.Select((_, i) => Row(i))]);
                return new JsonObject { ["model"] = server.ModelName, ["embeddings"] = embeddings, ["prompt_eval_count"] = tokens };
            default:
                var data = rows.Select((_, i) => new JsonObject { ["object"] = "embedding", ["index"] = i, ["embedding"] = Row(i) });
                var reported = server.ReportsUsage ? tokens : 0;
                return new JsonObject
                {
                    ["object"] = "list",
                    ["model"] = server.ModelName,
                    ["data"] = new JsonArray([.. server.ReversesOrder ? data.Reverse() : data]),
                    ["usage"] = new JsonObject { ["prompt_tokens"] = reported, ["total_tokens"] = reported },
                };
        }
    }

    /// <summary>Without the end token a model gives another vector: that of the text with a word more stands for it.</summary>
    private async Task<float[][]> ComputeAsync(string[] prompts)
    {
        var texts = prompts.Select(text => text.EndsWith(FakeModel.EndToken, StringComparison.Ordinal) ? text[..^FakeModel.EndToken.Length]
            : server.AddsEndToken ? text
            : text + " and").ToArray();
        return server.IsCheap ? [.. texts.Select(FakeModel.EmbedCheaply)] : await FakeModel.EmbedAsync(texts);
    }

    private int Count(string text)
    {
        var isEnded = text.EndsWith(FakeModel.EndToken, StringComparison.Ordinal);
        var plain = isEnded ? text.AsSpan()[..^FakeModel.EndToken.Length] : text;
        var tokens = server.ReadsSpecialTokens && plain.SequenceEqual("<|im_end|>") ? 1 : FakeModel.Tokenizer.CountTokens(plain);
        return tokens + (isEnded ? 1 : 0) + (server.AddsEndToken ? 1 : 0);
    }

    private string Truncate(string text)
    {
        if (Count(text) <= server.MaxTokens)
        {
            return text;
        }

        var fits = 0;
        var tooLong = text.Length;
        while (tooLong - fits > 1)
        {
            var middle = (fits + tooLong) / 2;
            (fits, tooLong) = Count(text[..middle]) <= server.MaxTokens ? (middle, tooLong) : (fits, middle);
        }

        return text[..fits];
    }
}
