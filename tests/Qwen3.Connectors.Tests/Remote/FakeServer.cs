using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Qwen3.Connectors.Remote;

namespace Qwen3.Connectors.Tests.Remote;

/// <summary>
/// A server on this machine that speaks the protocol of a real one and has the faults that it is told to have. Its shapes, limits and
/// status
/// codes are those of docs/servers.
/// </summary>
internal sealed class FakeServer : IAsyncDisposable
{
    private WebApplication? _app;
    private int _port;

    private FakeServer(RemoteProtocol kind) => Kind = kind;

    public RemoteProtocol Kind { get; }

    public Uri Address => new($"http://127.0.0.1:{_port}");

    public string ModelName { get; set; } = "qwen3-mini";

    /// <summary>Whether vectors depend on the text alone, in place of those of the bundled model.</summary>
    public bool IsCheap { get; set; }

    public bool AddsEndToken { get; set; } = true;

    public bool ReadsSpecialTokens { get; set; }

    public bool AppliesTemplate { get; set; }

    public bool TakesInstruction { get; set; }

    public bool OffersReranking { get; set; } = true;

    /// <summary>A prompt that the server puts before each text by itself.</summary>
    public string DefaultPrompt { get; set; } = "";

    public int MaxTexts { get; set; } = int.MaxValue;

    public int MaxTokens { get; set; } = 32768;

    /// <summary>Prompts with more tokens are an error of status 500, in spite of the context length.</summary>
    public int PhysicalBatch { get; set; } = int.MaxValue;

    /// <summary>Whether longer texts are truncated with status 200.</summary>
    public bool TruncatesSilently { get; set; }

    public bool Normalizes { get; set; } = true;

    public bool RefusesDimensions { get; set; }

    public bool IgnoresDimensions { get; set; }

    public bool ReversesOrder { get; set; }

    public bool ReportsUsage { get; set; } = true;

    /// <summary>Texts for which the server computes NaN.</summary>
    public Func<string, bool> IsPoisoned { get; set; } = _ => false;

    /// <summary>Changes a score, by its index and the documents of its request.</summary>
    public Func<double, int, IReadOnlyList<string>, double> ScoreTransform { get; set; } = (score, _, _) => score;

    /// <summary>Changes a vector, by the texts of its request and its index.</summary>
    public Func<IReadOnlyList<string>, int, float[], float[]> VectorTransform { get; set; } = (_, _, row) => row;

    /// <summary>How long a request of so many texts takes.</summary>
    public Func<int, TimeSpan> Delay { get; set; } = _ => TimeSpan.Zero;

    /// <summary>Learns that a request that computes has come (1) or gone (-1).</summary>
    public Action<int> OnRequest { get; set; } = _ => { };

    public string? RequiredKey { get; set; }

    /// <summary>The status of every request; 200 for right answers.</summary>
    public int Status { get; set; } = 200;

    public FakeFaults Faults { get; } = new();

    /// <summary>The paths of all requests, in the order of their arrival.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>The texts of each request that was answered.</summary>
    public ConcurrentQueue<IReadOnlyList<string>> AnsweredTexts { get; } = new();

    public ConcurrentQueue<string> KeyHeaders { get; } = new();

    /// <summary>The bodies of rerank and embedding requests.</summary>
    public ConcurrentQueue<JsonNode> Bodies { get; } = new();

    /// <summary>Requests that the client cancelled.</summary>
    public int CancelledRequests { get; private set; }

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

    public static Task FailAsync(HttpContext context, int status, string message)
    {
        context.Response.StatusCode = status;
        return WriteAsync(context, new JsonObject { ["error"] = new JsonObject { ["message"] = message } });
    }

    public static async Task WriteAsync(HttpContext context, JsonNode answer)
    {
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(answer.ToJsonString());
    }

    private async Task HandleAsync(HttpContext context)
    {
        Requests.Enqueue(context.Request.Path);
        KeyHeaders.Enqueue($"{context.Request.Headers.Authorization}{context.Request.Headers["api-key"]}");
        if (Status != 200 || (RequiredKey is not null && context.Request.Headers.Authorization != $"Bearer {RequiredKey}"))
        {
            context.Response.StatusCode = Status == 200 ? 401 : Status;
            return;
        }

        if (context.Request.Method == "GET")
        {
            await AnswerQuestionAsync(context);
        }
        else if (!await Faults.TryRunAsync(context))
        {
            OnRequest(1);
            try
            {
                await AnswerAsync(context, (await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted))!);
            }
            catch (OperationCanceledException)
            {
                CancelledRequests++;
            }
            finally
            {
                OnRequest(-1);
            }
        }
    }

    private async Task AnswerAsync(HttpContext context, JsonNode body)
    {
        switch (context.Request.Path.Value!.Trim('/'))
        {
            case "tokenize" when Kind is RemoteProtocol.Vllm or RemoteProtocol.LlamaServer or RemoteProtocol.TextEmbeddingsInference:
                await WriteAsync(context, Tokenize(body));
                break;
            case "v1/embeddings" or "embed" or "api/embed":
                Bodies.Enqueue(body);
                await Task.Delay(Delay((body["input"] ?? body["inputs"]) is JsonArray texts ? texts.Count : 1), context.RequestAborted);
                await new FakeEmbeddings(this).RunAsync(context, body);
                break;
            case "v1/rerank" or "rerank" or "v2/rerank" when !OffersReranking:
                await FailAsync(context, 501, "This server does not support reranking. Start it with `--reranking`");
                break;
            case "v1/rerank" or "rerank" or "v2/rerank":
                Bodies.Enqueue(body);
                await new FakeReranking(this).RunAsync(context, body);
                break;
            default:
                await FailAsync(context, 404, "Not Found");
                break;
        }
    }

    private Task AnswerQuestionAsync(HttpContext context) => context.Request.Path.Value!.Trim('/') switch
    {
        "v1/models" when Kind is not RemoteProtocol.TextEmbeddingsInference => WriteAsync(context, Models()),
        "info" when Kind == RemoteProtocol.TextEmbeddingsInference => WriteAsync(context, Info()),
        "props" when Kind == RemoteProtocol.LlamaServer => WriteAsync(
            context, new JsonObject { ["default_generation_settings"] = new JsonObject { ["n_ctx"] = MaxTokens + 1 } }),
        "api/version" when Kind == RemoteProtocol.Ollama => WriteAsync(context, new JsonObject { ["version"] = "0.34.2" }),
        "api/tags" when Kind == RemoteProtocol.Ollama => WriteAsync(
            context, new JsonObject { ["models"] = new JsonArray(new JsonObject { ["name"] = ModelName }) }),
        _ => FailAsync(context, 404, "Not Found"),
    };

    private JsonObject Models()
    {
        var entry = new JsonObject
        {
            ["id"] = ModelName,
            ["object"] = "model",
            ["owned_by"] = Kind switch
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
        if (Kind is RemoteProtocol.Vllm or RemoteProtocol.SGLang)
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
        var ids = FakeModel.Tokenizer.Encode(text);
        return Kind == RemoteProtocol.TextEmbeddingsInference
            ? new JsonArray(new JsonArray([.. ids.Select(id => (JsonNode)new JsonObject { ["id"] = id })]))
            : new JsonObject { ["tokens"] = new JsonArray([.. ids.Select(id => (JsonNode)id)]) };
    }
}
