using System.Diagnostics;
using Qwen3.Connectors.Inference.Formats;
using Qwen3.Connectors.Inference.Kernels;
using Qwen3.Connectors.Inference.Threading;
using Qwen3.Connectors.Inference.Transformer;

namespace Qwen3.Connectors.Inference.Estimation;

/// <summary>Measures the time of a layer and extrapolates to all layers.</summary>
/// <remarks>
/// A network of one layer takes <c>a</c>, one of two <c>a + b</c>: the last layer does less than the others, and the rest happens once. So
/// n layers take <c>a + (n - 1) b</c>. Where a file has several types of weights, each is measured alone and weighted by its share.
/// </remarks>
internal sealed class SpeedProbe(ModelShape shape, ModelWeights weights, GemmMicroKernel kernel, ParallelRunner pool)
{
    private const int WarmUpTokens = 64;
    private const int MaxTokens = 512;

    // The largest Qwen3 model has 0.4 GB per layer in F16. A probe takes no more memory than the file's own weights would, apart from a
    // small minimum.
    private const long MaxLayerBytes = 1L << 30;
    private const long MinLayerBytesLimit = 1L << 26;
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(2);

    /// <summary>Measures for about two seconds.</summary>
    /// <returns>The speed; null where a layer takes too much memory to be measured.</returns>
    public SpeedEstimate? Measure()
    {
        var types = weights.LayerTypes.Select(type => (Format: WeightTypes.Require(type.Key), Values: (double)type.Value)).ToArray();
        if (types.Length == 0)
        {
            throw new ArgumentException("The list of the layers' weight types is empty; it must name a type, such as Q8_0.");
        }

        var limit = Math.Clamp(weights.FileBytes, MinLayerBytesLimit, MaxLayerBytes);
        if (types.Any(type => ProbeWeights.BytesFor(shape, type.Format) > limit))
        {
            return null;
        }

        var tokens = ChooseTokens(types[0].Format, types.Length);
        var values = types.Sum(type => type.Values);
        var seconds = types.Sum(type => type.Values / values * SecondsOfText(type.Format, tokens, Duration / types.Length));
        return new SpeedEstimate(tokens / seconds, tokens, pool.ThreadCount);
    }

    /// <summary>Longer texts are more representative; a slow machine measures shorter ones.</summary>
    private int ChooseTokens(BlockFormat format, int typeCount)
    {
        using var probe = new ProbeWeights(shape, format);
        using var network = new Qwen3Transformer(shape, probe.Repeat(layerCount: 2), kernel, pool);
        var most = Math.Min(MaxTokens, shape.ContextLength);
        var few = Math.Min(WarmUpTokens, most);

        // The first run compiles and allocates.
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
        using var probe = new ProbeWeights(shape, format);
        using var one = new Qwen3Transformer(shape, probe.Repeat(layerCount: 1), kernel, pool);
        using var two = new Qwen3Transformer(shape, probe.Repeat(layerCount: 2), kernel, pool);
        Time(one, tokens);
        Time(two, tokens);
        List<double> ofOne = [], ofTwo = [];
        for (var start = Stopwatch.GetTimestamp(); ofOne.Count == 0 || Stopwatch.GetElapsedTime(start) < duration;)
        {
            ofOne.Add(Time(one, tokens));
            ofTwo.Add(Time(two, tokens));
        }

        // The minimum: other work on the machine makes a run slower, never faster.
        var (last, both) = (ofOne.Min(), ofTwo.Min());
        return last + ((shape.LayerCount - 1) * Math.Max(0, both - last));
    }

    private double Time(Qwen3Transformer network, int tokens)
    {
        var batch = new BatchPlanner(sharePrefixes: false, cache: null, network.CreatePrefix).Plan([new int[tokens]]);
        var output = new float[shape.HiddenSize];
        var start = Stopwatch.GetTimestamp();
        network.Forward(batch, output, () => { });
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
