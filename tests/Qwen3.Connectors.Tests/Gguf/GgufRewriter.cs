namespace Qwen3.Connectors.Tests.Gguf;

/// <summary>A tiny model's file written again with something left out or replaced.</summary>
internal sealed class GgufRewriter(TinyQwen3 model)
{
    private readonly HashSet<string> _withoutKeys = [];
    private readonly Dictionary<string, TinyWeight?> _tensors = [];

    /// <summary>More to write behind the rest.</summary>
    public GgufWriter Writer { get; } = new();

    public GgufRewriter WithoutKey(string key)
    {
        _withoutKeys.Add(key);
        return this;
    }

    public GgufRewriter WithoutTensor(string name)
    {
        _tensors[name] = null;
        return this;
    }

    public GgufRewriter WithTensor(string name, TinyWeight weight)
    {
        _tensors[name] = weight;
        return this;
    }

    public byte[] ToArray()
    {
        Writer.CopyKeys(model.Writer, key => !_withoutKeys.Contains(key));
        foreach (var (name, original) in model.Weights)
        {
            if ((_tensors.TryGetValue(name, out var replaced) ? replaced : original) is { } weight)
            {
                Writer.Tensor(name, weight.RowCount == 1 ? [weight.RowLength] : [weight.RowLength, weight.RowCount], weight.Values);
            }
        }

        return Writer.ToArray();
    }
}
