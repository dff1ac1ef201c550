using System.Buffers.Text;
using System.Numerics.Tensors;

namespace Qwen3.Connectors.Models.Fingerprints.Comparison;

/// <summary>
/// Identifies the weights of a model on a server by the embedding of a fixed text. Servers round differently from run to run, therefore
/// probes are compared by their cosine and not as text.
/// </summary>
internal static class ProbeVector
{
    /// <summary>The text that is embedded, as a document.</summary>
    public const string Text = "What is Deep Learning?";

    /// <summary>
    /// Below it, vectors are of another model, pooling, template or end token: those have 0.95 at most. Two precisions of the same weights,
    /// and 8-bit and 16-bit quantisations, are above it.
    /// </summary>
    public const double MinCosine = 0.995;

    private const string Prefix = "probe:";
    private const int KeptValues = 64;

    /// <summary>Returns the text form: the server's kind, the model's name, and 64 values of 8 bits.</summary>
    public static string Write(string serverKind, string modelId, ReadOnlySpan<float> vector)
    {
        var kept = vector[..Math.Min(KeptValues, vector.Length)];
        var scale = 127 / Math.Max(TensorPrimitives.MaxMagnitude(kept), float.Epsilon);
        var bytes = new byte[kept.Length];
        for (var i = 0; i < kept.Length; i++)
        {
            bytes[i] = unchecked((byte)(sbyte)MathF.Round(scale * kept[i]));
        }

        return $"{Prefix}{serverKind}/{modelId}:{Base64Url.EncodeToString(bytes)}";
    }

    /// <summary>Whether two texts are probes of the same weights, whatever the server and its name of the model.</summary>
    public static bool AreSame(string one, string other) =>
        one == other || Read(one) is { } first && Read(other) is { } second && Cosine(first, second) >= MinCosine;

    /// <summary>Returns -1 for vectors of different lengths.</summary>
    public static double Cosine(ReadOnlySpan<float> one, ReadOnlySpan<float> other) =>
        one.Length == other.Length && one.Length > 0 ? TensorPrimitives.CosineSimilarity(one, other) : -1;

    private static float[]? Read(string text)
    {
        var at = text.LastIndexOf(':');
        if (!text.StartsWith(Prefix, StringComparison.Ordinal) || at < Prefix.Length || !Base64Url.IsValid(text.AsSpan(at + 1)))
        {
            return null;
        }

        return [.. Base64Url.DecodeFromChars(text.AsSpan(at + 1)).Select(value => (float)(sbyte)value)];
    }
}
