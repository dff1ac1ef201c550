using System.Globalization;
using System.Text;
using Microsoft.Extensions.ServiceDiscovery;
using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Remote.Pools;
using Qwen3.Connectors.Remote.Profiles;
using Qwen3.Connectors.Remote.Protocols;

namespace Qwen3.Connectors.Remote.Engines;

/// <summary>A reranking model on servers.</summary>
internal sealed class RemoteRerankEngine : RemoteEngine<RerankProfile>, IRerankEngine
{
    /// <summary>Equal servers of other precision differ by less.</summary>
    private const double MaxProbeDifference = 0.05;

    private const string DocumentLabel = "<Document>: ";

    public RemoteRerankEngine(RemoteOptions options, ServiceEndpointResolver? resolver = null, TimeProvider? time = null)
        : base(options, resolver, time, RerankProbe.RunAsync, FindDifference)
    {
    }

    public Task<IReadOnlyList<ScoredPrompt>> ScoreAsync(
        IReadOnlyList<RerankPrompt> prompts, int? maxTokens, Truncation truncation, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(prompts);
        return prompts.Count == 0
            ? Task.FromResult<IReadOnlyList<ScoredPrompt>>([])
            : RunAsync((profile, token) => ScoreAsync(profile, prompts, maxTokens, truncation, token), cancellationToken);
    }

    protected override ServerFacts FactsOf(RerankProfile profile) => profile.Facts;

    /// <summary>A request has one query: prompts of several are sent one query after the other.</summary>
    private async Task<IReadOnlyList<ScoredPrompt>> ScoreAsync(
        RerankProfile profile,
        IReadOnlyList<RerankPrompt> prompts,
        int? maxTokens,
        Truncation truncation,
        CancellationToken cancellationToken)
    {
        var scores = new ScoredPrompt[prompts.Count];
        var byQuery = Enumerable.Range(0, prompts.Count)
            .GroupBy(i => (prompts[i].Prefix, prompts[i].Head, prompts[i].Suffix, prompts[i].Query, prompts[i].Instruction));
        foreach (var group in byQuery)
        {
            await ScoreQueryAsync(profile, prompts, [.. group], scores, maxTokens, truncation, cancellationToken).ConfigureAwait(false);
        }

        return scores;
    }

    private async Task ScoreQueryAsync(
        RerankProfile profile,
        IReadOnlyList<RerankPrompt> prompts,
        int[] indexes,
        ScoredPrompt[] scores,
        int? maxTokens,
        Truncation truncation,
        CancellationToken cancellationToken)
    {
        var shape = RequestShapeOf(profile, prompts[indexes[0]]);
        var documents = await PrepareAsync(profile, prompts, indexes, shape, maxTokens, truncation, cancellationToken)
            .ConfigureAwait(false);
        var queryBytes = Encoding.UTF8.GetByteCount(shape.Query);
        var bytes = Array.ConvertAll(documents, document => queryBytes + Encoding.UTF8.GetByteCount(document.Text));
        var run = new BatchRun(SendAsync, LearnTooLarge);
        var capacity = Pool.Capacity;
        await run.RunAsync(BatchPlan.Create(bytes, MaxTextsOf(profile.Facts), capacity), capacity, cancellationToken).ConfigureAwait(false);
        if (run.Failures.Count > 0)
        {
            var (index, failure) = run.Failures.OrderBy(item => item.Key).First();
            throw Describe(profile, failure, indexes[index]);
        }

        async Task SendAsync(int start, int count, CancellationToken token)
        {
            var slice = new ArraySegment<PreparedText>(documents, start, count);
            var sizes = new ArraySegment<int>(bytes, start, count);
            var request = new RerankRequest(profile.Facts.Model, shape.Query, [.. slice.Select(document => shape.Wrap(document.Text))])
            {
                Instruction = shape.Instruction,
            };
            var answer = await Pool.RunAsync(
                BatchPlan.EstimateTokens(sizes.Sum()), (endpoint, inner) => SendToAsync(endpoint, request, inner), token)
                .ConfigureAwait(false);
            var tokens = answer.TokenCount is { } total ? TokenShare.Divide(total, sizes) : new int[count];
            for (var i = 0; i < count; i++)
            {
                scores[indexes[start + i]] = new ScoredPrompt(answer.Scores[i], tokens[i], slice[i].TruncatedTokens)
                {
                    IsTokenCountEstimate = count > 1 || answer.TokenCount is null,
                };
            }
        }
    }

    private async Task<PreparedText[]> PrepareAsync(
        RerankProfile profile,
        IReadOnlyList<RerankPrompt> prompts,
        int[] indexes,
        RerankRequestShape shape,
        int? maxTokens,
        Truncation truncation,
        CancellationToken cancellationToken)
    {
        var limit = Math.Min(maxTokens ?? int.MaxValue, profile.Facts.MaxTokens ?? int.MaxValue);
        var policy = new LengthPolicy(
            CreateCounter(profile.Facts), truncation, maxTokens is null && profile.Facts.Protocol.RefusesLongTexts);
        var documents = new PreparedText[indexes.Length];
        for (var i = 0; i < documents.Length; i++)
        {
            var prompt = prompts[indexes[i]];
            var (text, truncated) = await policy.ApplyAsync(
                prompt.Prefix + prompt.Head,
                PlainText.Neutralize(prompt.Document),
                prompt.Suffix,
                limit == int.MaxValue ? null : limit,
                prompt.MaxDocumentTokens,
                indexes[i],
                cancellationToken).ConfigureAwait(false);

            // Several servers refuse an empty document, or skip it. A space is the nearest document that they score.
            documents[i] = new PreparedText(shape.DocumentPrefix.Length == 0 && text.Length == 0 ? " " : text, truncated);
        }

        return documents;
    }

    private static RerankRequestShape RequestShapeOf(RerankProfile profile, RerankPrompt prompt)
    {
        if (profile.Template == RerankTemplateSide.Client)
        {
            // Servers tokenise the two halves separately: the line break before the document's label is where the model card does.
            var head = PlainText.Neutralize(prompt.Head);
            var label = head.EndsWith(DocumentLabel, StringComparison.Ordinal) ? DocumentLabel : "";
            return new RerankRequestShape(prompt.Prefix + head[..^label.Length]) { DocumentPrefix = label, DocumentSuffix = prompt.Suffix };
        }

        if (prompt.Query is null || prompt.Instruction is null)
        {
            throw new ArgumentException("A prompt has no Query or Instruction; the server applies the template and needs both.");
        }

        if (!profile.TakesInstruction && prompt.Instruction != TaskInstructions.WebSearch)
        {
            throw new NotSupportedException(
                "The server applies the reranking template with the fixed web search instruction, and would ignore the one of this call. "
                + $"Use TaskInstructions.WebSearch, or another server. {profile.Facts.Protocol.TemplateFix}");
        }

        return new RerankRequestShape(PlainText.NeutralizeQuery(prompt.Query))
        {
            Instruction = profile.TakesInstruction ? PlainText.Neutralize(prompt.Instruction) : null,
        };
    }

    /// <exception cref="InvalidOutputException">The answer has another shape, or scores that are not probabilities.</exception>
    private static async Task<RerankAnswer> SendToAsync(
        PooledEndpoint<RerankProfile> endpoint, RerankRequest request, CancellationToken cancellationToken)
    {
        var facts = endpoint.Profile!.Facts;
        var model = facts.Model ?? facts.Protocol.Name;
        try
        {
            var answer = await endpoint.Requests.RerankAsync(
                facts.Protocol, request with { Model = facts.Model }, cancellationToken).ConfigureAwait(false);
            return answer.Scores.All(double.IsFinite) ? CheckRange(answer, model) : throw new RequestRejectedException(
                endpoint.Requests.Endpoint, System.Net.HttpStatusCode.OK, ServerErrorKind.NotFinite);
        }
        catch (AnswerFormatException exception)
        {
            throw new InvalidOutputException(model, null, exception.Found, exception.Expected);
        }
    }

    private static RerankAnswer CheckRange(RerankAnswer answer, string model) => answer.Scores.All(score => score is >= 0 and <= 1)
        ? answer
        : throw new InvalidOutputException(
            model, null, "scores outside of 0 to 1, such as logits", "probabilities; 'qwen3 doctor' says what the server needs");

    private static Exception Describe(RerankProfile profile, RequestRejectedException failure, int index) => failure.Kind switch
    {
        ServerErrorKind.TooLong => new ArgumentException(
            $"Document {index} and its query have more tokens than the server takes. {profile.Facts.Protocol.LengthFix} "
            + "Or set MaxTokens and Truncation, so that a part is left out."),
        ServerErrorKind.NotFinite => new InvalidOutputException(
            profile.Facts.Model ?? profile.Facts.Protocol.Name, index, "a score that is not finite", "a probability, 0 to 1"),
        _ => failure.ToEngineException(),
    };

    private static string? FindDifference(RerankProfile reference, RerankProfile profile) =>
        reference.Template != profile.Template || reference.TakesInstruction != profile.TakesInstruction
            ? "applies another template than the other servers. It is not used."
        : !(Math.Abs(reference.Probe - profile.Probe) <= MaxProbeDifference)
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"scores the same pair differently than the other servers ({profile.Probe:F3}, they {reference.Probe:F3}). It is not used.")
        : null;
}
