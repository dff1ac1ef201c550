using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Reranking.Calls;

namespace Qwen3.Connectors.Reranking.Ranking;

/// <summary>Scores prompts in the caller's order, a slice at a time, until the call's budget ends.</summary>
/// <param name="engine">What computes.</param>
/// <param name="maxTokens">Tokens of a prompt at most; null for the context length.</param>
/// <param name="deadline">Cancelled when the call's time has passed.</param>
internal sealed class BudgetedScorer(IRerankEngine engine, int? maxTokens, CancellationToken deadline)
{
    // Slices double: the first answer comes soon, later ones use the engine well, and little is lost when time ends in one.
    private const int MaxSlice = 16;

    /// <returns>Answers to the prompts from the first on; fewer than there are prompts where the budget ended.</returns>
    public async Task<IReadOnlyList<ScoredPrompt>> ScoreAsync(RerankPrompt[] prompts, RerankCall call, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline);
        var answers = new List<ScoredPrompt>(prompts.Length);
        try
        {
            await ScoreSlicesAsync(prompts, call, answers, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && deadline.IsCancellationRequested)
        {
            // The answers so far count.
        }

        cancellationToken.ThrowIfCancellationRequested();
        return answers;
    }

    private async Task ScoreSlicesAsync(
        RerankPrompt[] prompts, RerankCall call, List<ScoredPrompt> answers, CancellationToken cancellationToken)
    {
        var budget = await CreateBudgetAsync(call, cancellationToken).ConfigureAwait(false);
        for (var slice = 1; answers.Count < prompts.Length && !deadline.IsCancellationRequested; slice = Math.Min(slice * 2, MaxSlice))
        {
            var start = answers.Count;
            var count = budget.CountAffordable(prompts, start, slice);
            if (count == 0)
            {
                break;
            }

            var scored = await ScoreSliceAsync(
                new ArraySegment<RerankPrompt>(prompts, start, count), start, call, cancellationToken).ConfigureAwait(false);
            for (var i = 0; i < count; i++)
            {
                budget.Spend(prompts[start + i], scored[i]);
                answers.Add(scored[i]);
            }
        }
    }

    private async Task<ScoreBudget> CreateBudgetAsync(RerankCall call, CancellationToken cancellationToken)
    {
        if (call.MaxTotalTokens is null)
        {
            return new ScoreBudget(null, int.MaxValue, tokenizer: null);
        }

        var tokenizer = await engine.GetServiceAsync(typeof(Qwen3Tokenizer), cancellationToken).ConfigureAwait(false) as Qwen3Tokenizer;
        return new ScoreBudget(
            call.MaxTotalTokens, Math.Min(maxTokens ?? int.MaxValue, engine.Description.ContextLength ?? int.MaxValue), tokenizer);
    }

    private async Task<IReadOnlyList<ScoredPrompt>> ScoreSliceAsync(
        ArraySegment<RerankPrompt> slice, int start, RerankCall call, CancellationToken cancellationToken)
    {
        try
        {
            var scored = await engine.ScoreAsync(slice, maxTokens, call.Truncation, cancellationToken).ConfigureAwait(false);
            return scored.Count == slice.Count
                ? scored
                : throw new InvalidOutputException(
                    engine.Description.ModelId, null, $"{scored.Count} scores", $"{slice.Count}, one per document");
        }
        catch (ArgumentException exception) when (start > 0)
        {
            // The engine counts from the start of its own list.
            throw new ArgumentException($"Counted from document {start} on: {exception.Message}", exception);
        }
    }
}
