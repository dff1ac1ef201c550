using Qwen3.Connectors.Inference.Formats;

namespace Qwen3.Connectors.Inference.Estimation;

/// <summary>
/// The formats of tensor types by name, and of file types such as Q4_K_M, which are named after the type of most tensors.
/// </summary>
internal static class WeightTypes
{
    /// <summary>Returns the format of a type, or null if the name is unknown.</summary>
    public static BlockFormat? Find(string type)
    {
        var end = type.LastIndexOf('_');
        return FindTensorType(type) ?? (end > 0 ? FindTensorType(type[..end]) : null);
    }

    /// <summary>Returns the format of a type.</summary>
    /// <exception cref="ArgumentException">The name is unknown.</exception>
    public static BlockFormat Require(string type) => Find(type) ?? throw new ArgumentException(
        $"'{type}' is not a weight type that can be decoded; expected one of " +
            $"{string.Join(", ", BlockFormat.All.Select(format => format.Type))}.",
        nameof(type));

    private static BlockFormat? FindTensorType(string name) =>
        Enum.TryParse<GgmlType>(name, ignoreCase: true, out var known) ? BlockFormat.Find(known) : null;
}
