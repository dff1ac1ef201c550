using Qwen3.Connectors.Inference.Gguf;
using Qwen3.Connectors.Inference.Kernels;

namespace Qwen3.Connectors.Inference.Transformer;

/// <summary>Returns the tensors of a file by name and shape, and records which were used.</summary>
/// <param name="file">The file.</param>
/// <param name="headerOnly">Whether shapes are checked and no weight is read: vectors are then empty.</param>
internal sealed class TensorSet(GgufFile file, bool headerOnly = false)
{
    private readonly HashSet<string> _used = [];

    /// <summary>The tensors that were used, by name.</summary>
    public IEnumerable<GgufTensor> Used =>
        file.Tensors.Values.Where(tensor => _used.Contains(tensor.Name)).OrderBy(tensor => tensor.Name, StringComparer.Ordinal);

    public bool Contains(string name) => file.Tensors.ContainsKey(name);

    public long RowCount(string name) => file.Tensors[name].RowCount;

    /// <summary>Returns a matrix <c>[rows x K]</c> that stays in the file.</summary>
    /// <exception cref="InvalidModelException">It is missing or has another shape.</exception>
    public unsafe WeightMatrix Matrix(string name, int rows, int k)
    {
        var tensor = Use(name, rows, k);
        return new WeightMatrix(tensor.Format, tensor.Data, rows, k);
    }

    /// <summary>Returns a copy of a norm's weights, <c>[length]</c>.</summary>
    /// <exception cref="InvalidModelException">It is missing, has another length, or only zeros.</exception>
    public unsafe float[] Vector(string name, int length)
    {
        var tensor = Use(name, 1, length);
        if (headerOnly)
        {
            return [];
        }

        var values = new float[length];
        tensor.Format.Decode(new ReadOnlySpan<byte>(tensor.Data, checked((int)tensor.ByteLength)), values);
        return values.AsSpan().ContainsAnyExcept(0f)
            ? values
            : throw new InvalidModelException(
                file.Path,
                $"the tensor '{name}' with only zeros",
                "the weights of a norm: with zeros every text gets the same result",
                "The weights are damaged: fetch the file again.");
    }

    /// <summary>Refuses a file with tensors that were not used: a network with more parts gives other results.</summary>
    /// <param name="ignored">Names that may stay unused.</param>
    /// <exception cref="InvalidModelException">There is such a tensor.</exception>
    public void RequireAllUsed(params ReadOnlySpan<string> ignored)
    {
        foreach (var name in file.Tensors.Keys)
        {
            if (!_used.Contains(name) && !ignored.Contains(name))
            {
                throw new InvalidModelException(
                    file.Path,
                    $"the tensor '{name}'",
                    "only the tensors of a Qwen3 network, which has no such part",
                    "The file belongs to another kind of model: choose a Qwen3-Embedding or Qwen3-Reranker file.");
            }
        }
    }

    private GgufTensor Use(string name, int rows, int rowLength)
    {
        if (!file.Tensors.TryGetValue(name, out var tensor))
        {
            throw new InvalidModelException(
                file.Path, $"no tensor {name}", $"it, as [{rows} x {rowLength}]",
                "The file is incomplete: fetch it again, or choose another.");
        }

        if (tensor.RowCount != rows || tensor.RowLength != rowLength)
        {
            throw new InvalidModelException(
                file.Path,
                $"{name} of [{tensor.RowCount} x {tensor.RowLength}]",
                $"[{rows} x {rowLength}], as the file's metadata says",
                "The file contradicts itself: it was made wrongly, choose another.");
        }

        _used.Add(name);
        return tensor;
    }
}
