using System.Diagnostics;
using Qwen3.Connectors.Inference.Formats;
using Qwen3.Connectors.Inference.Kernels;
using Qwen3.Connectors.Inference.Threading;
using Qwen3.Connectors.Inference.Transformer;

namespace Qwen3.Connectors.Inference.Estimation;

/// <summary>Times a layer of a shape, and reckons from it how long all take.</summary>
/// <remarks>
/// A network of one layer takes <c>a</c>, one of two <c>a + b</c>: the last layer does less than the others, and the rest happens once. So n layers take <c>a + (n - 1) b</c>.
/// Where a file has several types of weights, each is timed alone and counts by its share.
/// </remarks>
internal sealed class SpeedProbe(ModelShape shape, GemmMicroKernel kernel, ParallelRunner pool)
{
    private const int WarmUpTokens = 64;
    private const int MaxTokens = 512;
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(2);

    private readonly TransformerShape _shape = CheckedShape(shape);

    /// <summary>Measures for about two seconds.</summary>
    public SpeedEstimate Measure()
    {
        var types = shape.LayerWeightTypes.Select(type => (Format: FormatOf(type.Key), Values: (double)type.Value)).ToArray();
        if (types.Length == 0)
        {
            throw new ArgumentException($"{nameof(ModelShape.LayerWeightTypes)} is empty; it must name a type, such as Q8_0.", nameof(shape));
        }

        var tokens = ChooseTokens(types[0].Format, types.Length);
        var seconds = types.Sum(type => type.Values / types.Sum(other => other.Values) * SecondsOfText(type.Format, tokens, Duration / types.Length));
        return new SpeedEstimate(tokens / seconds, tokens, pool.ThreadCount);
    }

    /// <summary>Longer texts tell more; on a slow machine, shorter ones must do.</summary>
    private int ChooseTokens(BlockFormat format, int typeCount)
    {
        using var weights = new ProbeWeights(_shape, format);
        using var network = new Qwen3Transformer(_shape, weights.Repeat(layerCount: 2), kernel, pool);
        var most = Math.Min(MaxTokens, _shape.ContextLength);
        var few = Math.Min(WarmUpTokens, most);

        // The first run compiles, and takes the memory.
        Time(network, few);
        var secondsPerToken = Time(network, few) / few;
        while (most > WarmUpTokens && secondsPerToken * most * 3 * typeCount > Duration.TotalSeconds)
        {
            most /= 2;
        }

        return most;
    }

    private double SecondsOfText(BlockFormat format, int tokens, TimeSpan duration)
    {
        using var weights = new ProbeWeights(_shape, format);
        using var one = new Qwen3Transformer(_shape, weights.Repeat(layerCount: 1), kernel, pool);
        using var two = new Qwen3Transformer(_shape, weights.Repeat(layerCount: 2), kernel, pool);
        Time(one, tokens);
        Time(two, tokens);
        List<double> ofOne = [], ofTwo = [];
        for (var start = Stopwatch.GetTimestamp(); ofOne.Count == 0 || Stopwatch.GetElapsedTime(start) < duration;)
        {
            ofOne.Add(Time(one, tokens));
            ofTwo.Add(Time(two, tokens));
        }

        // The fastest: what else the machine does meanwhile makes a run slower, never faster.
        var (last, both) = (ofOne.Min(), ofTwo.Min());
        return last + ((_shape.LayerCount - 1) * Math.Max(0, both - last));
    }

    private double Time(Qwen3Transformer network, int tokens)
    {
        var batch = new BatchPlanner(sharePrefixes: false, cache: null, network.CreatePrefix).Plan([new int[tokens]]);
        var output = new float[_shape.HiddenSize];
        var start = Stopwatch.GetTimestamp();
        network.Forward(batch, output, () => { });
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static TransformerShape CheckedShape(ModelShape shape)
    {
        int[] numbers = [shape.LayerCount, shape.HiddenSize, shape.FeedForwardSize, shape.HeadCount, shape.KeyValueHeadCount, shape.HeadSize, shape.ContextLength];
        return numbers.All(number => number > 0) && shape.HeadCount % shape.KeyValueHeadCount == 0
            ? TransformerShape.Of(shape)
            : throw new ArgumentException("A shape has positive numbers, and a number of query heads that is a multiple of that of key heads.", nameof(shape));
    }

    /// <summary>The format of a tensor type, or of a file type such as Q4_K_M, which is named after the type of most tensors.</summary>
    private static BlockFormat FormatOf(string type)
    {
        var end = type.LastIndexOf('_');
        return Find(type) ?? (end > 0 ? Find(type[..end]) : null)
            ?? throw new ArgumentException($"'{type}' is no weight type that can be decoded; there are {string.Join(", ", BlockFormat.All.Select(format => format.Type))}.", nameof(type));

        static BlockFormat? Find(string name) => Enum.TryParse<GgmlType>(name, ignoreCase: true, out var known) ? BlockFormat.Find(known) : null;
    }
}
