using Microsoft.Extensions.AI;
using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Models.Fingerprints.Comparison;

namespace Qwen3.Connectors.Remote.Engines;

/// <summary>
/// A generator of another library as an engine: prompts are sent as its texts. It says neither its token limit nor whether it truncates,
/// therefore long texts are checked as those of an unknown server are.
/// </summary>
internal sealed class GeneratorEngine(IEmbeddingGenerator<string, Embedding<float>> generator) : IEmbeddingEngine
{
    private readonly SilentTruncationCheck _lengths = new();
    private volatile float[]? _probe;

    public EngineDescription Description
    {
        get
        {
            var metadata = generator.GetService(typeof(EmbeddingGeneratorMetadata)) as EmbeddingGeneratorMetadata;
            return new EngineDescription(metadata?.ProviderName ?? "qwen3.generator", metadata?.DefaultModelId ?? "unknown")
            {
                Endpoint = metadata?.ProviderUri is { } uri ? Transport.ServerAddress.ToDisplay(uri) : null,
                Dimensions = _probe?.Length,
            };
        }
    }

    public async Task<IReadOnlyList<EmbeddedText>> EmbedAsync(
        IReadOnlyList<EmbeddingPrompt> prompts, int? maxTokens, Truncation truncation, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(prompts);
        if (prompts.Count == 0)
        {
            return [];
        }

        await ProbeAsync(cancellationToken).ConfigureAwait(false);
        var texts = prompts.Select((prompt, i) => Prepare(prompt, maxTokens, i)).ToArray();
        var rows = await SendAsync(texts, cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < texts.Length; i++)
        {
            await CheckLengthAsync(texts[i], rows[i].Vector, i, cancellationToken).ConfigureAwait(false);
        }

        var bytes = Array.ConvertAll(texts, text => System.Text.Encoding.UTF8.GetByteCount(text));
        var tokens = TokenShare.Divide((int)Math.Min(int.MaxValue, rows.Usage?.InputTokenCount ?? 0), bytes);
        return [.. rows.Select((row, i) => new EmbeddedText(row.Vector, tokens[i], 0)
        {
            IsTokenCountEstimate = texts.Length > 1 || tokens[i] == 0,
        })];
    }

    public object? GetService(Type serviceType)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceType.IsInstanceOfType(this) ? this
            : serviceType == typeof(ModelFingerprint) ? _probe is { } probe
                ? new ModelFingerprint(ProbeVector.Write(Description.ProviderName, Description.ModelId, probe), "server")
                : null
            : generator.GetService(serviceType);
    }

    public async ValueTask<EngineDescription> GetDescriptionAsync(CancellationToken cancellationToken)
    {
        await ProbeAsync(cancellationToken).ConfigureAwait(false);
        return Description;
    }

    public async ValueTask<object?> GetServiceAsync(Type serviceType, CancellationToken cancellationToken)
    {
        if (serviceType == typeof(ModelFingerprint))
        {
            await ProbeAsync(cancellationToken).ConfigureAwait(false);
        }

        return GetService(serviceType);
    }

    public void Dispose() => generator.Dispose();

    /// <summary>Without a tokenizer, a limit can only be kept by what is surely below it.</summary>
    private static string Prepare(EmbeddingPrompt prompt, int? maxTokens, int index)
    {
        var text = PlainText.Neutralize(prompt.Prefix + prompt.Text);
        return maxTokens is null || TokenCounter.MaxTokensOf(text) < maxTokens
            ? text.Length == 0 ? " " : text
            : throw new ArgumentException(
                $"Text {index} may have more tokens than MaxTokens, and the generator can't count them. Leave MaxTokens out.");
    }

    private async ValueTask ProbeAsync(CancellationToken cancellationToken)
    {
        if (_probe is null)
        {
            var rows = await SendAsync([ProbeVector.Text], cancellationToken).ConfigureAwait(false);
            _probe = rows[0].Vector.ToArray();
        }
    }

    private async Task<GeneratedEmbeddings<Embedding<float>>> SendAsync(string[] texts, CancellationToken cancellationToken)
    {
        var rows = await generator.GenerateAsync(texts, cancellationToken: cancellationToken).ConfigureAwait(false);
        return rows.Count == texts.Length
            ? rows
            : throw new InvalidOutputException(Description.ModelId, null, $"{rows.Count} embeddings", $"{texts.Length}, one per text");
    }

    private async Task CheckLengthAsync(string text, ReadOnlyMemory<float> row, int index, CancellationToken cancellationToken)
    {
        if (_lengths.IsProven(text))
        {
            return;
        }

        var other = await SendAsync([SilentTruncationCheck.Extend(text)], cancellationToken).ConfigureAwait(false);
        if (ProbeVector.Cosine(row.Span, other[0].Vector.Span) >= SilentTruncationCheck.EqualCosine)
        {
            throw new ArgumentException(
                $"Text {index}: the generator truncates texts of this length without a message. Raise the context length of its server, "
                + "or pass shorter texts.");
        }

        _lengths.Add(text);
    }
}
