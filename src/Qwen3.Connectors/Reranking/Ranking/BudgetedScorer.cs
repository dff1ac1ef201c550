using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Reranking.Calls;

namespace Qwen3.Connectors.Reranking.Ranking;

/// <summary>Scores prompts in the caller's order, a slice at a time, until the call's budget ends.</summary>
internal sealed class BudgetedScorer(IRerankEngine engine, int? maxTokens, TimeProvider time)
{
    // Slices double: the first answer comes soon, later ones use the engine well, and little is lost when time ends in one.
    private const int MaxSlice = 16;

    /// <returns>Answers to the prompts from the first on; fewer than there are prompts where the budget ended.</returns>
    public async Task<IReadOnlyList<ScoredPrompt>> ScoreAsync(RerankPrompt[] prompts, RerankCall call, CancellationToken cancellationToken)
    {
        var description = engine.Description;
        var limit = Math.Min(maxTokens ?? int.MaxValue, description.ContextLength ?? int.MaxValue);
        var budget = new ScoreBudget(call.MaxTotalTokens, limit, engine.GetService(typeof(Qwen3Tokenizer)) as Qwen3Tokenizer);
        using var deadline = new CancellationTokenSource(call.MaxDuration ?? Timeout.InfiniteTimeSpan, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        var answers = new List<ScoredPrompt>(prompts.Length);
        for (var slice = 1; answers.Count < prompts.Length && !deadline.IsCancellationRequested; slice = Math.Min(slice * 2, MaxSlice))
        {
            var start = answers.Count;
            var count = budget.CountAffordable(prompts, start, slice);
            if (count == 0)
            {
                break;
            }

            if (await ScoreSliceAsync(new ArraySegment<RerankPrompt>(prompts, start, count), start, call, either.Token, cancellationToken).ConfigureAwait(false) is not { } scored)
            {
                break;
            }

            for (var i = 0; i < count; i++)
            {
                budget.Spend(prompts[start + i], scored[i]);
                answers.Add(scored[i]);
            }
        }

        return answers;
    }

    /// <returns>Null where the time ended before.</returns>
    private async Task<IReadOnlyList<ScoredPrompt>?> ScoreSliceAsync(
        ArraySegment<RerankPrompt> slice, int start, RerankCall call, CancellationToken either, CancellationToken callers)
    {
        try
        {
            var scored = await engine.ScoreAsync(slice, maxTokens, call.Truncation, either).ConfigureAwait(false);
            return scored.Count == slice.Count
                ? scored
                : throw new InvalidOutputException(engine.Description.ModelId, null, $"{scored.Count} scores", $"{slice.Count}, one a document");
        }
        catch (OperationCanceledException) when (!callers.IsCancellationRequested && either.IsCancellationRequested)
        {
            return null;
        }
        catch (ArgumentException exception) when (start > 0)
        {
            // The engine counts from the start of what it was given.
            throw new ArgumentException($"Counted from document {start} on: {exception.Message}", exception);
        }
    }
}
