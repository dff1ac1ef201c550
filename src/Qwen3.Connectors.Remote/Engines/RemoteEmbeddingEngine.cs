using System.Globalization;
using System.Numerics.Tensors;
using System.Text;
using Microsoft.Extensions.ServiceDiscovery;
using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Models.Fingerprints.Comparison;
using Qwen3.Connectors.Remote.Pools;
using Qwen3.Connectors.Remote.Profiles;
using Qwen3.Connectors.Remote.Protocols;

namespace Qwen3.Connectors.Remote.Engines;

/// <summary>An embedding model on servers.</summary>
internal sealed class RemoteEmbeddingEngine : RemoteEngine<EmbeddingProfile>, IEmbeddingEngine
{
    private readonly SilentTruncationCheck _lengths = new();

    public RemoteEmbeddingEngine(RemoteOptions options, ServiceEndpointResolver? resolver = null, TimeProvider? time = null)
        : base(options, resolver, time, EmbeddingProbe.RunAsync, FindDifference)
    {
    }

    public Task<IReadOnlyList<EmbeddedText>> EmbedAsync(
        IReadOnlyList<EmbeddingPrompt> prompts, int? maxTokens, Truncation truncation, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(prompts);
        return prompts.Count == 0
            ? Task.FromResult<IReadOnlyList<EmbeddedText>>([])
            : RunAsync((profile, token) => EmbedAsync(profile, prompts, maxTokens, truncation, token), cancellationToken);
    }

    /// <summary>The fingerprint of a server is the embedding of a fixed text.</summary>
    public override object? GetService(Type serviceType) =>
        serviceType == typeof(ModelFingerprint) && Pool.Profile is { } profile
            ? new ModelFingerprint(
                ProbeVector.Write(profile.Facts.Protocol.Name, profile.Facts.Model ?? "default", profile.Probe), "server")
            : base.GetService(serviceType);

    protected override ServerFacts FactsOf(EmbeddingProfile profile) => profile.Facts;

    protected override int? DimensionsOf(EmbeddingProfile profile) => profile.Probe.Length;

    private async Task<IReadOnlyList<EmbeddedText>> EmbedAsync(
        EmbeddingProfile profile,
        IReadOnlyList<EmbeddingPrompt> prompts,
        int? maxTokens,
        Truncation truncation,
        CancellationToken cancellationToken)
    {
        var texts = await PrepareAsync(profile, prompts, maxTokens, truncation, cancellationToken).ConfigureAwait(false);
        var bytes = Array.ConvertAll(texts, text => Encoding.UTF8.GetByteCount(text.Text));
        var rows = new EmbeddedText?[texts.Length];
        var run = new BatchRun(SendAsync, LearnTooLarge);
        var capacity = Pool.Capacity;
        await run.RunAsync(BatchPlan.Create(bytes, MaxTextsOf(profile.Facts), capacity), capacity, cancellationToken).ConfigureAwait(false);
        return run.Failures.Count == 0 ? [.. rows.Select(row => row!.Value)] : throw Fail(profile, rows, run.Failures);

        async Task SendAsync(int start, int count, CancellationToken token)
        {
            var slice = new ArraySegment<PreparedText>(texts, start, count);
            var sizes = new ArraySegment<int>(bytes, start, count);
            var answer = await SendSliceAsync([.. slice.Select(text => text.Text)], sizes.Sum(), token).ConfigureAwait(false);
            var tokens = answer.TokenCount is { } total ? TokenShare.Divide(total, sizes) : new int[count];
            for (var i = 0; i < count; i++)
            {
                rows[start + i] = new EmbeddedText(answer.Rows[i], tokens[i], slice[i].TruncatedTokens)
                {
                    IsTokenCountEstimate = count > 1 || answer.TokenCount is null,
                };
            }

            if (!profile.Facts.Protocol.RefusesLongTexts)
            {
                await CheckLengthsAsync(slice, answer, start, token).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Joins prompts to what is sent: plain text of the allowed length, with the end token where the server adds none.</summary>
    private async Task<PreparedText[]> PrepareAsync(
        EmbeddingProfile profile,
        IReadOnlyList<EmbeddingPrompt> prompts,
        int? maxTokens,
        Truncation truncation,
        CancellationToken cancellationToken)
    {
        var limit = Math.Min(maxTokens ?? int.MaxValue, profile.Facts.MaxTokens ?? int.MaxValue);
        var policy = new LengthPolicy(
            CreateCounter(profile.Facts), truncation, maxTokens is null && profile.Facts.Protocol.RefusesLongTexts);
        var texts = new PreparedText[prompts.Count];
        var ending = profile.AppendEndToken ? EmbeddingProbe.EndToken : "";
        for (var i = 0; i < texts.Length; i++)
        {
            var prefix = PlainText.Neutralize(prompts[i].Prefix);
            var (text, truncated) = await policy.ApplyAsync(
                prefix, PlainText.Neutralize(prompts[i].Text), "", limit == int.MaxValue ? null : limit, null, i, cancellationToken)
                .ConfigureAwait(false);
            var prompt = prefix + text;

            // Several servers refuse an empty text, or skip it. A space is the nearest text that they embed.
            texts[i] = new PreparedText((prompt.Length == 0 ? " " : prompt) + ending, truncated);
        }

        return texts;
    }

    private Task<EmbeddingAnswer> SendSliceAsync(string[] texts, int bytes, CancellationToken cancellationToken) =>
        Pool.RunAsync(BatchPlan.EstimateTokens(bytes), (endpoint, token) => SendToAsync(endpoint, texts, token), cancellationToken);

    /// <exception cref="RequestRejectedException">The server refused the texts, or one of several has values that are not
    /// finite.</exception>
    private static async Task<EmbeddingAnswer> SendToAsync(
        PooledEndpoint<EmbeddingProfile> endpoint, string[] texts, CancellationToken cancellationToken)
    {
        var profile = endpoint.Profile!;
        var model = profile.Facts.Model ?? profile.Facts.Protocol.Name;
        EmbeddingAnswer answer;
        try
        {
            var request = new EmbeddingRequest(profile.Facts.Model, texts) { Base64 = profile.Base64 };
            answer = await endpoint.Requests.EmbedAsync(profile.Facts.Protocol, request, cancellationToken).ConfigureAwait(false);
        }
        catch (AnswerFormatException exception)
        {
            throw new InvalidOutputException(model, null, exception.Found, exception.Expected);
        }

        foreach (var row in answer.Rows)
        {
            if (!TensorPrimitives.IsFiniteAll<float>(row))
            {
                throw new RequestRejectedException(
                    endpoint.Requests.Endpoint, System.Net.HttpStatusCode.OK, ServerErrorKind.NotFinite);
            }

            if (row.Length != profile.Probe.Length)
            {
                throw new InvalidOutputException(
                    model, null, string.Create(CultureInfo.InvariantCulture, $"{row.Length} values"), $"{profile.Probe.Length} as in "
                        + $"its first answer");
            }
        }

        return answer;
    }

    private async Task CheckLengthsAsync(
        ArraySegment<PreparedText> texts, EmbeddingAnswer answer, int start, CancellationToken cancellationToken)
    {
        for (var i = 0; i < texts.Count; i++)
        {
            var text = texts[i].Text;
            if (_lengths.IsProven(text))
            {
                continue;
            }

            if (await IsTruncatedAsync(text, answer.Rows[i], cancellationToken).ConfigureAwait(false))
            {
                throw new ArgumentException(
                    $"Text {start + i}: the server truncates texts of this length without a message. Raise its context length, or set "
                    + $"MaxTokens to it and RemoteOptions.Tokenizer, so that texts are truncated here and the result reports it.");
            }

            _lengths.Add(text);
        }
    }

    private async Task<bool> IsTruncatedAsync(string text, float[] row, CancellationToken cancellationToken)
    {
        try
        {
            var longer = SilentTruncationCheck.Extend(text);
            var other = await SendSliceAsync([longer], longer.Length, cancellationToken).ConfigureAwait(false);
            return ProbeVector.Cosine(row, other.Rows[0]) >= SilentTruncationCheck.EqualCosine;
        }
        catch (RequestRejectedException exception) when (exception.IsSplittable)
        {
            // A server that refuses the longer text does not truncate.
            return false;
        }
    }

    private static Exception Fail(
        EmbeddingProfile profile, EmbeddedText?[] rows, IReadOnlyDictionary<int, RequestRejectedException> failures)
    {
        var model = profile.Facts.Model ?? profile.Facts.Protocol.Name;
        var reasons = failures.ToDictionary(failure => failure.Key, failure => Describe(failure.Value, failure.Key));
        return rows.Length == failures.Count ? reasons.OrderBy(reason => reason.Key).First().Value : new PartialResultException(
            Enumerable.Range(0, rows.Length).Where(i => rows[i] is not null).ToDictionary(i => i, i => rows[i]!.Value), reasons);

        Exception Describe(RequestRejectedException failure, int index) => failure.Kind switch
        {
            ServerErrorKind.TooLong => new ArgumentException(
                $"Text {index} has more tokens than the server takes. {profile.Facts.Protocol.LengthFix} "
                + "Or set MaxTokens and Truncation, so that a part is left out."),
            ServerErrorKind.NotFinite => new InvalidOutputException(model, index, "a value that is not finite", "finite values"),
            _ => failure.ToEngineException(),
        };
    }

    private static string? FindDifference(EmbeddingProfile reference, EmbeddingProfile profile) =>
        reference.Probe.Length != profile.Probe.Length
            ? $"gives embeddings of {profile.Probe.Length} values, the other servers of {reference.Probe.Length}. It is not used."
        : ProbeVector.Cosine(reference.Probe, profile.Probe) is var cosine && cosine < ProbeVector.MinCosine
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"embeds the same text differently than the other servers (cosine {cosine:F4}; expected {ProbeVector.MinCosine} or more): "
                + $"another model, pooling or end token. It is not used.")
        : null;
}
