using Qwen3.Connectors.Inference.Transformer;

namespace Qwen3.Connectors.Tests.Scheduling;

/// <summary>A network whose hidden state is a text's first token id; a test decides what happens while it computes.</summary>
internal sealed class StubTransformer : IPreemptibleTransformer
{
    public const int HiddenSize = 2;

    public int MaxTokens => 1 << 20;

    public bool IsDisposed { get; private set; }

    /// <summary>The first ids of each batch, in the order of computation; nested batches are negative.</summary>
    public List<int[]> Batches { get; } = [];

    /// <summary>Runs in every batch that is not nested; may call its second argument, which is what a step boundary does.</summary>
    public Action<IReadOnlyList<int[]>, Action, CancellationToken> OnForward { get; init; } = (_, _, _) => { };

    public int Forward(IReadOnlyList<int[]> sequences, Span<float> hiddenStates, CancellationToken cancellationToken) =>
        Forward(sequences, hiddenStates, () => { }, cancellationToken);

    public int Forward(IReadOnlyList<int[]> sequences, Span<float> hiddenStates, Action betweenSteps, CancellationToken cancellationToken)
    {
        Record([.. sequences.Select(ids => ids[0])]);
        OnForward(sequences, betweenSteps, cancellationToken);
        return Write(sequences, hiddenStates);
    }

    public int ForwardNested(IReadOnlyList<int[]> sequences, Span<float> hiddenStates, CancellationToken cancellationToken)
    {
        Record([.. sequences.Select(ids => -ids[0])]);
        return Write(sequences, hiddenStates);
    }

    public void Dispose() => IsDisposed = true;

    private void Record(int[] batch)
    {
        lock (Batches)
        {
            Batches.Add(batch);
        }
    }

    private static int Write(IReadOnlyList<int[]> sequences, Span<float> hiddenStates)
    {
        for (var i = 0; i < sequences.Count; i++)
        {
            hiddenStates.Slice(i * HiddenSize, HiddenSize).Fill(sequences[i][0]);
        }

        return sequences.Sum(ids => ids.Length);
    }
}
