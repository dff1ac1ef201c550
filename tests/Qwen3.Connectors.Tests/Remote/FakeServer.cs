using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Prompts;
using Qwen3.Connectors.Remote;
using Qwen3.Connectors.VectorSearch;

namespace Qwen3.Connectors.Tests.Remote;

/// <summary>
/// A server on this machine that speaks the protocol of a real one, computes real numbers with the bundled models, and has the faults that it
/// is told to have. Its shapes, limits and status codes are written from docs/servers.
/// </summary>
internal sealed class FakeServer : IAsyncDisposable
{
    public const string EndToken = "<|endoftext|>";
    private const int TemplateTokens = 65;

    private static readonly Lazy<Qwen3EmbeddingGenerator> s_embeddings = new(() => Qwen3EmbeddingGenerator.Load(GoldenModels.EmbeddingFile));
    private static readonly Lazy<RerankerModel> s_reranker = new(() => RerankerModel.Load(GoldenModels.RerankerFile));
    private static readonly Lazy<Qwen3Tokenizer> s_tokenizer = new(() => Qwen3Tokenizer.Load(GoldenModels.EmbeddingFile));

    private readonly RemoteProtocol _kind;
    private WebApplication? _app;
    private int _port;

    private FakeServer(RemoteProtocol kind) => _kind = kind;

    public Uri Address => new($"http://127.0.0.1:{_port}");

    public string ModelName { get; set; } = "qwen3-mini";

    public bool AddsEndToken { get; set; } = true;

    public bool AppliesTemplate { get; set; }

    public bool TakesInstruction { get; set; }

    /// <summary>A prompt that the server puts before each text by itself.</summary>
    public string DefaultPrompt { get; set; } = "";

    public int MaxTexts { get; set; } = int.MaxValue;

    public int MaxTokens { get; set; } = 32768;

    /// <summary>Whether longer texts are truncated with status 200.</summary>
    public bool TruncatesSilently { get; set; }

    public bool Normalizes { get; set; } = true;

    public bool RefusesDimensions { get; set; }

    public bool IgnoresDimensions { get; set; }

    public bool ReversesOrder { get; set; }

    public bool ReportsUsage { get; set; } = true;

    /// <summary>Texts for which the server computes NaN.</summary>
    public Func<string, bool> IsPoisoned { get; set; } = _ => false;

    public Func<double, double> ScoreTransform { get; set; } = score => score;

    /// <summary>Changes a vector, by the texts of its request and its index.</summary>
    public Func<IReadOnlyList<string>, int, float[], float[]> VectorTransform { get; set; } = (_, _, row) => row;

    public TimeSpan Delay { get; set; }

    public string? RequiredKey { get; set; }

    /// <summary>Answers a request in place of the server; the first that returns true is used up.</summary>
    public ConcurrentQueue<Func<HttpContext, Task<bool>>> Faults { get; } = new();

    /// <summary>The paths of all requests, in the order of their arrival.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>The number of texts of each request that was answered.</summary>
    public ConcurrentQueue<int> AnsweredTexts { get; } = new();

    public ConcurrentQueue<string> KeyHeaders { get; } = new();

    /// <summary>The bodies of rerank and embedding requests.</summary>
    public ConcurrentQueue<JsonNode> Bodies { get; } = new();

    public static async Task<FakeServer> StartAsync(RemoteProtocol kind, Action<FakeServer>? configure = null)
    {
        var server = new FakeServer(kind);
        configure?.Invoke(server);
        await server.StartAsync();
        return server;
    }

    /// <summary>Starts again on the same port.</summary>
    public async Task StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.Zero);
        builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, _port));
        var app = builder.Build();
        app.Run(HandleAsync);
        await app.StartAsync();
        _port = new Uri(app.Urls.First()).Port;
        _app = app;
    }

    /// <summary>Ends the server with its connections, as a crash does.</summary>
    public async Task KillAsync()
    {
        if (Interlocked.Exchange(ref _app, null) is { } app)
        {
            await app.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync() => await KillAsync();

    public void Fail(int status, string body = "{}", string? retryAfter = null, string contentType = "application/json") =>
        Faults.Enqueue(async context =>
        {
            if (IsQuestion(context))
            {
                return false;
            }

            context.Response.StatusCode = status;
            context.Response.ContentType = contentType;
            if (retryAfter is not null)
            {
                context.Response.Headers.RetryAfter = retryAfter;
            }

            await context.Response.WriteAsync(body);
            return true;
        });

    public void Drop() => Faults.Enqueue(async context =>
    {
        if (IsQuestion(context))
        {
            return false;
        }

        // Half of an answer, then the connection is gone.
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync("{\"data\":[");
        await context.Response.Body.FlushAsync();
        context.Abort();
        return true;
    });

    /// <summary>Questions about the server itself are GET requests, which faults leave alone.</summary>
    public static bool IsQuestion(HttpContext context) => context.Request.Method == "GET";

    private async Task HandleAsync(HttpContext context)
    {
        Requests.Enqueue(context.Request.Path);
        KeyHeaders.Enqueue($"{context.Request.Headers.Authorization}{context.Request.Headers["api-key"]}");
        if (RequiredKey is not null && context.Request.Headers.Authorization != $"Bearer {RequiredKey}")
        {
            context.Response.StatusCode = 401;
            return;
        }

        if (Faults.TryPeek(out var fault) && await fault(context))
        {
            Faults.TryDequeue(out _);
            return;
        }

        if (Delay > TimeSpan.Zero && context.Request.Method == "POST")
        {
            await Task.Delay(Delay, context.RequestAborted);
        }

        var body = context.Request.Method == "POST" ? await JsonNode.ParseAsync(context.Request.Body) : null;
        var path = context.Request.Path.Value!.Trim('/');
        switch (path)
        {
            case "v1/models" when _kind is not RemoteProtocol.TextEmbeddingsInference:
                await WriteAsync(context, Models());
                break;
            case "info" when _kind == RemoteProtocol.TextEmbeddingsInference:
                await WriteAsync(context, Info());
                break;
            case "props" when _kind == RemoteProtocol.LlamaServer:
                await WriteAsync(context, new JsonObject { ["default_generation_settings"] = new JsonObject { ["n_ctx"] = MaxTokens } });
                break;
            case "api/version" when _kind == RemoteProtocol.Ollama:
                await WriteAsync(context, new JsonObject { ["version"] = "0.34.2" });
                break;
            case "api/tags" when _kind == RemoteProtocol.Ollama:
                await WriteAsync(context, new JsonObject { ["models"] = new JsonArray(new JsonObject { ["name"] = ModelName }) });
                break;
            case "tokenize" when _kind is RemoteProtocol.Vllm or RemoteProtocol.LlamaServer or RemoteProtocol.TextEmbeddingsInference:
                await WriteAsync(context, Tokenize(body!));
                break;
            case "v1/embeddings" or "embed" or "api/embed":
                Bodies.Enqueue(body!);
                await EmbedAsync(context, body!);
                break;
            case "v1/rerank" or "rerank" or "v2/rerank":
                Bodies.Enqueue(body!);
                await RerankAsync(context, body!);
                break;
            default:
                context.Response.StatusCode = 404;
                await WriteAsync(context, new JsonObject { ["detail"] = "Not Found" });
                break;
        }
    }

    private JsonObject Models()
    {
        var entry = new JsonObject
        {
            ["id"] = ModelName,
            ["object"] = "model",
            ["owned_by"] = _kind switch
            {
                RemoteProtocol.Vllm => "vllm",
                RemoteProtocol.LlamaServer => "llamacpp",
                RemoteProtocol.SGLang => "sglang",
                RemoteProtocol.Ollama => "library",
                RemoteProtocol.GpuStack => "gpustack",
                RemoteProtocol.Xinference => "xinference",
                _ => "organization_owner",
            },
        };
        if (_kind is RemoteProtocol.Vllm or RemoteProtocol.SGLang)
        {
            entry["max_model_len"] = MaxTokens;
        }

        return new JsonObject { ["object"] = "list", ["data"] = new JsonArray(entry) };
    }

    private JsonObject Info() => new()
    {
        ["model_id"] = ModelName,
        ["model_type"] = new JsonObject { ["embedding"] = new JsonObject { ["pooling"] = "last_token" } },
        ["max_input_length"] = MaxTokens,
        ["max_batch_tokens"] = 16384,
        ["max_client_batch_size"] = Math.Min(MaxTexts, 32),
        ["auto_truncate"] = true,
        ["version"] = "1.9.3",
    };

    private JsonNode Tokenize(JsonNode body)
    {
        var text = (string)(body["content"] ?? body["prompt"] ?? body["inputs"])!;
        var ids = s_tokenizer.Value.Encode(text);
        return _kind == RemoteProtocol.TextEmbeddingsInference
            ? new JsonArray(new JsonArray([.. ids.Select(id => (JsonNode)new JsonObject { ["id"] = id })]))
            : new JsonObject { ["tokens"] = new JsonArray([.. ids.Select(id => (JsonNode)id)]) };
    }

    private async Task EmbedAsync(HttpContext context, JsonNode body)
    {
        var input = body["input"] ?? body["inputs"]!;
        var texts = input is JsonArray list ? list.Select(item => (string)item!).ToArray() : [(string)input!];
        if (texts.Length > Math.Min(MaxTexts, _kind == RemoteProtocol.TextEmbeddingsInference ? 32 : int.MaxValue))
        {
            await FailAsync(
                context,
                _kind == RemoteProtocol.TextEmbeddingsInference ? 422 : 413,
                $"batch size {texts.Length} > maximum allowed batch size {MaxTexts}");
            return;
        }

        if (body["dimensions"] is not null && RefusesDimensions)
        {
            await FailAsync(context, 400, "Model does not support matryoshka representation, changing output dimensions will lead to poor results.");
            return;
        }

        var prompts = texts.Select(text => DefaultPrompt + text).ToArray();
        var counts = prompts.Select(Count).ToArray();
        for (var i = 0; i < prompts.Length; i++)
        {
            if (counts[i] > MaxTokens && !TruncatesSilently)
            {
                await FailAsync(context, 400, $"This model's maximum context length is {MaxTokens} tokens. However, you requested {counts[i]} tokens.");
                return;
            }

            prompts[i] = counts[i] > MaxTokens ? Truncate(prompts[i]) : prompts[i];
        }

        var rows = await ComputeAsync(prompts);
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = VectorTransform(texts, i, rows[i]);
            rows[i] = Normalizes ? rows[i] : [.. rows[i].Select(value => value * 37)];
        }

        if (body["dimensions"] is { } dimensions && !IgnoresDimensions)
        {
            rows = [.. rows.Select(row => Matryoshka.Truncate(row, (int)dimensions).ToArray())];
        }

        AnsweredTexts.Enqueue(texts.Length);
        await WriteAsync(context, EmbeddingAnswer(body, texts, rows, counts.Sum()));
    }

    private JsonNode EmbeddingAnswer(JsonNode body, string[] texts, float[][] rows, int tokens)
    {
        JsonNode Row(int i) => IsPoisoned(texts[i]) ? new JsonArray([.. rows[i].Select(_ => (JsonNode?)null)])
            : (string?)body["encoding_format"] == "base64" && _kind is RemoteProtocol.Vllm or RemoteProtocol.LlamaServer
                ? (JsonNode)Convert.ToBase64String(System.Runtime.InteropServices.MemoryMarshal.AsBytes(rows[i].AsSpan()))
            : new JsonArray([.. rows[i].Select(value => (JsonNode)value)]);
        switch (_kind)
        {
            case RemoteProtocol.TextEmbeddingsInference:
                return new JsonArray([.. rows.Select((_, i) => Row(i))]);
            case RemoteProtocol.Ollama:
                return new JsonObject
                {
                    ["model"] = ModelName,
                    ["embeddings"] = new JsonArray([.. rows.Select((_, i) => Row(i))]),
                    ["prompt_eval_count"] = tokens,
                };
            default:
                var data = rows.Select((_, i) => (JsonNode)new JsonObject { ["object"] = "embedding", ["index"] = i, ["embedding"] = Row(i) });
                var answer = new JsonObject { ["object"] = "list", ["model"] = ModelName, ["data"] = new JsonArray([.. ReversesOrder ? data.Reverse() : data]) };
                answer["usage"] = new JsonObject { ["prompt_tokens"] = ReportsUsage ? tokens : 0, ["total_tokens"] = ReportsUsage ? tokens : 0 };
                return answer;
        }
    }

    /// <summary>Without the end token a model gives another vector: that of the text with a word more stands for it.</summary>
    private async Task<float[][]> ComputeAsync(string[] prompts)
    {
        var texts = prompts.Select(text => text.EndsWith(EndToken, StringComparison.Ordinal) ? text[..^EndToken.Length]
            : AddsEndToken ? text
            : text + " and");
        var rows = await s_embeddings.Value.GenerateAsync(texts);
        return [.. rows.Select(row => row.Vector.ToArray())];
    }

    private int Count(string text) => text.EndsWith(EndToken, StringComparison.Ordinal)
        ? s_tokenizer.Value.CountTokens(text.AsSpan()[..^EndToken.Length]) + 1 + (AddsEndToken ? 1 : 0)
        : s_tokenizer.Value.CountTokens(text) + (AddsEndToken ? 1 : 0);

    private string Truncate(string text)
    {
        while (Count(text) > MaxTokens)
        {
            text = text[..^1];
        }

        return text;
    }

    private async Task RerankAsync(HttpContext context, JsonNode body)
    {
        var query = (string)body["query"]!;
        var documents = (body["documents"] ?? body["texts"])!.AsArray().Select(item => (string)item!).ToArray();
        if (documents.Length > MaxTexts)
        {
            await FailAsync(context, 413, "payload too large");
            return;
        }

        var instruction = TakesInstruction && _kind == RemoteProtocol.Xinference && body["kwargs"] is { } kwargs
            ? (string?)JsonNode.Parse((string)kwargs!)!["instruction"]
            : TakesInstruction ? (string?)(body["instruction"] ?? body["instruct"]) : null;
        var prompts = documents.Select(document => Prompt(query, document, instruction ?? TaskInstructions.WebSearch)).ToArray();
        var scored = await s_reranker.Value.ScoreAsync(prompts, null, Truncation.TruncateEnd, CancellationToken.None);
        var tokens = documents.Sum(document =>
            s_tokenizer.Value.CountTokens(query + document + (AppliesTemplate ? instruction : null)) + (AppliesTemplate ? TemplateTokens : 0));
        var results = scored.Select((score, i) => new JsonObject
        {
            ["index"] = i,
            [_kind is RemoteProtocol.TextEmbeddingsInference or RemoteProtocol.SGLang ? "score" : "relevance_score"] =
                IsPoisoned(documents[i]) ? null : ScoreTransform(score.YesProbability),
        }).OrderByDescending(result => (double?)(result["score"] ?? result["relevance_score"])).ToArray<JsonNode?>();
        AnsweredTexts.Enqueue(documents.Length);
        await WriteAsync(context, _kind is RemoteProtocol.TextEmbeddingsInference or RemoteProtocol.SGLang
            ? new JsonArray(results)
            : _kind == RemoteProtocol.Xinference
                ? new JsonObject { ["results"] = new JsonArray(results), ["meta"] = new JsonObject { ["tokens"] = new JsonObject { ["input_tokens"] = tokens } } }
                : new JsonObject { ["results"] = new JsonArray(results), ["usage"] = new JsonObject { ["prompt_tokens"] = ReportsUsage ? tokens : 0 } });
    }

    /// <summary>A server without a template joins what it is sent; a finished prompt in two halves is then a finished prompt.</summary>
    private RerankPrompt Prompt(string query, string document, string instruction)
    {
        if (AppliesTemplate)
        {
            return RerankTemplate.Build(instruction, query, [document])[0];
        }

        var joined = query + document;
        return joined.StartsWith(RerankTemplate.Prefix, StringComparison.Ordinal) && joined.EndsWith(RerankTemplate.Suffix, StringComparison.Ordinal)
            ? new RerankPrompt(RerankTemplate.Prefix, "", joined[RerankTemplate.Prefix.Length..^RerankTemplate.Suffix.Length], RerankTemplate.Suffix)
            : new RerankPrompt("", query, document, "");
    }

    private static Task FailAsync(HttpContext context, int status, string message)
    {
        context.Response.StatusCode = status;
        return WriteAsync(context, new JsonObject { ["error"] = new JsonObject { ["message"] = message } });
    }

    private static async Task WriteAsync(HttpContext context, JsonNode answer)
    {
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(answer.ToJsonString());
    }
}
