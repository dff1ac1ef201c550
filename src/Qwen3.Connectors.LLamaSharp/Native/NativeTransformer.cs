using LLama;
using LLama.Exceptions;
using LLama.Native;
using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.LLamaSharp.Native;

/// <summary>A network in llama.cpp: one context, its cache shared by all sequences of a group.</summary>
/// <remarks>
/// llama.cpp computes and stores the logits of the whole vocabulary for every token of which it gives a hidden state: 0.6 MB a token. So
/// last tokens are decoded apart from the others, behind them, and only they have outputs. A reranker's two logits are then computed from
/// the hidden state, as the managed engine does, whatever head the file has.
/// </remarks>
internal sealed class NativeTransformer : ITransformer
{
    private static readonly LLamaSeqId PrefixSequence = LLamaSeqId.Zero;

    private readonly LLamaWeights _weights;
    private readonly SafeLLamaContextHandle _context;
    private readonly LLamaBatch _batch = new();
    private readonly LLamaSharpOptions _options;
    private readonly bool _sharePrefixes;
    private readonly int _hiddenSize;
    private readonly string _modelName;
    private bool _disposed;

    /// <param name="model">What the checked file says of itself.</param>
    /// <param name="options">Checked options.</param>
    /// <param name="inference">How the engine runs it.</param>
    /// <exception cref="NativeBackendException">It could not be loaded, or there is no memory for its context.</exception>
    public NativeTransformer(ModelDescription model, LLamaSharpOptions options, InferenceOptions inference)
    {
        _options = options;
        _sharePrefixes = inference.SharePrefixes;
        _hiddenSize = model.Shape.HiddenSize;
        _modelName = model.Name;
        MaxTokens = Math.Min(options.ContextTokens, model.Shape.ContextLength);
        var parameters = NativeParameters.Of(model, options, inference.ThreadCount ?? Environment.ProcessorCount);
        try
        {
            _weights = LLamaWeights.LoadFromFile(parameters);
        }
        catch (Exception exception) when (exception is LoadWeightsFailedException or RuntimeError or UnknownDeviceException)
        {
            throw new NativeBackendException(
                $"llama.cpp could not load '{model.Path}', which has passed all checks: {exception.Message.TrimEnd('.')}. {MemoryAdvice} "
                + "Its log may have details.",
                exception);
        }

        try
        {
            _context = SafeLLamaContextHandle.Create(_weights.NativeHandle, NativeParameters.OfContext(parameters));
        }
        catch (RuntimeError exception)
        {
            _weights.Dispose();
            throw new NativeBackendException(
                $"llama.cpp could not make a context for '{model.Name}'. {MemoryAdvice} Its log may have details.", exception);
        }

        if (_context.EmbeddingSize != _hiddenSize)
        {
            var found = _context.EmbeddingSize;
            Dispose();
            throw new NativeBackendException(
                $"llama.cpp returns {found} values per token for '{model.Name}'; expected {_hiddenSize}. "
                + "LLamaSharp and its backend package must be of one version.");
        }
    }

    public int MaxTokens { get; }

    private static string MemoryAdvice =>
        $"Lower {nameof(LLamaSharpOptions.GpuLayerCount)}, {nameof(LLamaSharpOptions.ContextTokens)} "
        + $"or {nameof(LLamaSharpOptions.BatchTokens)} if the device has too little memory.";

    public int Forward(IReadOnlyList<int[]> sequences, Span<float> hiddenStates, CancellationToken cancellationToken)
    {
        var computed = 0;
        foreach (var group in SequenceGroup.Divide(sequences, _options.BatchTokens, _options.BatchTexts, _sharePrefixes))
        {
            Forward(sequences, group, hiddenStates[(group.Start * _hiddenSize)..], cancellationToken);
            computed += group.CellCount;
        }

        return computed;
    }

    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            _context.Dispose();
            _weights.Dispose();
        }
    }

    /// <param name="sequences">All sequences.</param>
    /// <param name="group">Those to compute.</param>
    /// <param name="hiddenStates">Where they go: <c>[group x hidden]</c>.</param>
    /// <param name="cancellationToken">Looked at before every decode.</param>
    private void Forward(IReadOnlyList<int[]> sequences, SequenceGroup group, Span<float> hiddenStates, CancellationToken cancellationToken)
    {
        _context.MemoryClear(data: false);
        _context.SetEmbeddings(false);
        if (group.PrefixLength > 0)
        {
            Add(sequences[group.Start], 0, group.PrefixLength, PrefixSequence, cancellationToken);
            Decode(cancellationToken);
            for (var i = 0; i < group.Count; i++)
            {
                // A sequence more on the same cells: nothing is moved.
                _context.MemorySequenceCopy(PrefixSequence, SequenceOf(i), 0, group.PrefixLength);
            }
        }

        for (var i = 0; i < group.Count; i++)
        {
            var tokens = sequences[group.Start + i];
            Add(tokens, group.PrefixLength, tokens.Length - 1, SequenceOf(i), cancellationToken);
        }

        Decode(cancellationToken);
        _context.SetEmbeddings(true);
        for (var i = 0; i < group.Count; i++)
        {
            var tokens = sequences[group.Start + i];
            _batch.Add(tokens[^1], tokens.Length - 1, SequenceOf(i), logits: true);
        }

        Decode(cancellationToken);
        for (var i = 0; i < group.Count; i++)
        {
            _context.GetEmbeddingsIth(i).CopyTo(hiddenStates[(i * _hiddenSize)..]);
        }
    }

    private static LLamaSeqId SequenceOf(int index) => (LLamaSeqId)(index + 1);

    /// <summary>Adds a part of a sequence to the batch, and decodes whenever the batch is full.</summary>
    private void Add(int[] tokens, int start, int end, LLamaSeqId sequence, CancellationToken cancellationToken)
    {
        for (var position = start; position < end; position++)
        {
            if (_batch.TokenCount == _options.BatchTokens)
            {
                Decode(cancellationToken);
            }

            _batch.Add(tokens[position], position, sequence, logits: false);
        }
    }

    /// <summary>Decodes what was added, and empties the batch.</summary>
    private void Decode(CancellationToken cancellationToken)
    {
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_batch.TokenCount > 0 && _context.Decode(_batch) is var result and not DecodeResult.Ok)
            {
                throw new NativeBackendException(
                    $"llama.cpp could not compute {_batch.TokenCount} tokens of '{_modelName}': {result}. {MemoryAdvice}");
            }
        }
        finally
        {
            _batch.Clear();
        }
    }
}
