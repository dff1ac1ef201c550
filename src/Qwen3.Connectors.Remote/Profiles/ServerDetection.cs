using System.Text.Json;
using Qwen3.Connectors.Remote.Protocols;

namespace Qwen3.Connectors.Remote.Profiles;

/// <summary>Finds out what a server is by asking the routes that each kind of server has.</summary>
internal sealed class ServerDetection(ServerRequests requests, RemoteOptions options)
{
    public async Task<ServerFacts> RunAsync(CancellationToken cancellationToken)
    {
        if (requests.Client.Address.IsExact)
        {
            return new ServerFacts { Protocol = Stated(RemoteProtocol.OpenAI), Model = options.Model };
        }

        var facts = options.Protocol switch
        {
            RemoteProtocol.TextEmbeddingsInference => await FindTeiAsync(cancellationToken).ConfigureAwait(false),
            RemoteProtocol.Auto => await FindTeiAsync(cancellationToken).ConfigureAwait(false)
                ?? await FindListedAsync(cancellationToken).ConfigureAwait(false)
                ?? await FindOllamaAsync(cancellationToken).ConfigureAwait(false),
            RemoteProtocol.Ollama => await FindOllamaAsync(cancellationToken).ConfigureAwait(false),
            _ => await FindListedAsync(cancellationToken).ConfigureAwait(false),
        };
        facts ??= new ServerFacts { Protocol = Stated(RemoteProtocol.OpenAI) };
        return facts with { Model = options.Model ?? facts.Model, MaxTokens = Smaller(facts.MaxTokens, options.MaxTokens) };
    }

    private static int? Smaller(int? found, int? stated) =>
        found is { } limit && stated is { } other ? Math.Min(limit, other) : found ?? stated;

    private ServerProtocol Stated(RemoteProtocol otherwise) =>
        ServerProtocols.Of(options.Protocol == RemoteProtocol.Auto ? otherwise : options.Protocol);

    private async Task<ServerFacts?> FindTeiAsync(CancellationToken cancellationToken)
    {
        using var document = await requests.FindAsync("info", cancellationToken).ConfigureAwait(false);
        if (document?.RootElement is not { } info || !JsonAnswer.TryGet(info, "max_client_batch_size", out _))
        {
            return null;
        }

        return new ServerFacts
        {
            Protocol = Stated(RemoteProtocol.TextEmbeddingsInference),
            Model = JsonAnswer.FindText(info, "served_model_name") ?? JsonAnswer.FindText(info, "model_id"),
            MaxTokens = JsonAnswer.FindCount(info, "max_input_length"),
            MaxTexts = JsonAnswer.FindCount(info, "max_client_batch_size"),
            MaxBatchTokens = JsonAnswer.FindCount(info, "max_batch_tokens"),
            Pooling = JsonAnswer.TryGet(info, "model_type", out var type) && JsonAnswer.TryGet(type, "embedding", out var embedding)
                ? JsonAnswer.FindText(embedding, "pooling")
                : null,
            Version = JsonAnswer.FindText(info, "version"),
        };
    }

    /// <summary>Servers with OpenAI's list of models, most of which state their kind as the models' owner.</summary>
    private async Task<ServerFacts?> FindListedAsync(CancellationToken cancellationToken)
    {
        using var document = await requests.FindAsync(
            Stated(RemoteProtocol.OpenAI).ModelsPath ?? "v1/models", cancellationToken).ConfigureAwait(false);
        if (document is null || !JsonAnswer.TryGet(document.RootElement, "data", out var data) || data.ValueKind != JsonValueKind.Array
            || data.GetArrayLength() == 0)
        {
            return options.Protocol == RemoteProtocol.Auto ? null : new ServerFacts { Protocol = Stated(RemoteProtocol.OpenAI) };
        }

        var entries = data.EnumerateArray().ToList();
        var entry = entries.Find(model => JsonAnswer.FindText(model, "id") == options.Model);
        entry = entry.ValueKind == JsonValueKind.Undefined ? entries[0] : entry;
        var id = Identify(JsonAnswer.FindText(entry, "owned_by"));
        if (id == RemoteProtocol.Ollama && options.Protocol == RemoteProtocol.Auto)
        {
            return null;
        }

        var facts = new ServerFacts
        {
            Protocol = Stated(id),
            Model = JsonAnswer.FindText(entry, "id"),
            Models = [.. entries.Select(model => JsonAnswer.FindText(model, "id")).OfType<string>()],
            MaxTokens = JsonAnswer.FindCount(entry, "max_model_len"),
        };
        return facts.Protocol.Id == RemoteProtocol.LlamaServer
            ? await AddPropertiesAsync(facts, cancellationToken).ConfigureAwait(false)
            : facts;
    }

    /// <summary>The context of one slot is that of a request; the one of training is not what the server was started with.</summary>
    private async Task<ServerFacts> AddPropertiesAsync(ServerFacts facts, CancellationToken cancellationToken)
    {
        using var properties = await requests.FindAsync("props", cancellationToken).ConfigureAwait(false);
        return properties is null ? facts : facts with
        {

            // A prompt of the whole context is refused.
            MaxTokens = JsonAnswer.FindCount(properties.RootElement, "default_generation_settings", "n_ctx") - 1,
            Version = JsonAnswer.FindText(properties.RootElement, "build_info"),
        };
    }

    private async Task<ServerFacts?> FindOllamaAsync(CancellationToken cancellationToken)
    {
        using var version = await requests.FindAsync("api/version", cancellationToken).ConfigureAwait(false);
        using var tags = await requests.FindAsync("api/tags", cancellationToken).ConfigureAwait(false);
        if (version is null || tags is null || !JsonAnswer.TryGet(tags.RootElement, "models", out var models)
            || models.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        var names = models.EnumerateArray().Select(model => JsonAnswer.FindText(model, "name")).OfType<string>().ToList();
        return new ServerFacts
        {
            Protocol = Stated(RemoteProtocol.Ollama),
            Models = names,
            Model = names.Find(name => name.Contains("qwen3-embedding", StringComparison.OrdinalIgnoreCase)) ?? names.FirstOrDefault(),
            Version = JsonAnswer.FindText(version.RootElement, "version"),
        };
    }

    private static RemoteProtocol Identify(string? owner) => owner?.ToLowerInvariant() switch
    {
        "vllm" => RemoteProtocol.Vllm,
        "llamacpp" => RemoteProtocol.LlamaServer,
        "sglang" => RemoteProtocol.SGLang,
        "gpustack" => RemoteProtocol.GpuStack,
        "xinference" => RemoteProtocol.Xinference,
        "library" => RemoteProtocol.Ollama,
        _ => RemoteProtocol.OpenAI,
    };
}
