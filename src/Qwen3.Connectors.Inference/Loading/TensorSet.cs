using Qwen3.Connectors.Inference.Gguf;
using Qwen3.Connectors.Inference.Kernels;

namespace Qwen3.Connectors.Inference.Loading;

/// <summary>Hands out the tensors of a file by name and shape, and knows which were never asked for.</summary>
internal sealed class TensorSet(GgufFile file)
{
    private readonly HashSet<string> _taken = [];

    /// <summary>The tensors that were asked for, by name.</summary>
    public IEnumerable<GgufTensor> Taken => file.Tensors.Values.Where(tensor => _taken.Contains(tensor.Name)).OrderBy(tensor => tensor.Name, StringComparer.Ordinal);

    /// <summary>Whether the file has a tensor of this name.</summary>
    public bool Contains(string name) => file.Tensors.ContainsKey(name);

    /// <summary>Rows of a tensor.</summary>
    public long RowCount(string name) => file.Tensors[name].RowCount;

    /// <summary>A matrix <c>[rows x depth]</c>, left in the file.</summary>
    /// <exception cref="InvalidModelException">It is missing or has another shape.</exception>
    public unsafe WeightMatrix Matrix(string name, int rows, int depth)
    {
        var tensor = Take(name, rows, depth);
        return new WeightMatrix(tensor.Format, tensor.Data, rows, depth);
    }

    /// <summary>A vector <c>[length]</c>, copied.</summary>
    /// <exception cref="InvalidModelException">It is missing or has another length.</exception>
    public unsafe float[] Vector(string name, int length)
    {
        var tensor = Take(name, 1, length);
        var values = new float[length];
        tensor.Format.Decode(new ReadOnlySpan<byte>(tensor.Data, checked((int)tensor.ByteLength)), values);
        return values;
    }

    /// <summary>Refuses a file with tensors that nothing asked for: a network with more parts gives other results.</summary>
    /// <param name="ignored">Names that may stay unused.</param>
    /// <exception cref="InvalidModelException">There is such a tensor.</exception>
    public void RequireAllTaken(params ReadOnlySpan<string> ignored)
    {
        foreach (var name in file.Tensors.Keys)
        {
            if (!_taken.Contains(name) && !ignored.Contains(name))
            {
                throw new InvalidModelException(
                    file.Path, $"the tensor '{name}'", "only the tensors of a Qwen3 network, which has no such part", "The file belongs to another kind of model.");
            }
        }
    }

    private GgufTensor Take(string name, int rows, int depth)
    {
        if (!file.Tensors.TryGetValue(name, out var tensor))
        {
            throw new InvalidModelException(file.Path, $"no tensor {name}", $"it, as [{rows} x {depth}]", "The file is incomplete: fetch it again, or choose another.");
        }

        if (tensor.RowCount != rows || tensor.RowLength != depth)
        {
            throw new InvalidModelException(file.Path, $"{name} of [{tensor.RowCount} x {tensor.RowLength}]", $"[{rows} x {depth}], as the file's metadata says", "The file contradicts itself: it was made wrongly, choose another.");
        }

        _taken.Add(name);
        return tensor;
    }
}
