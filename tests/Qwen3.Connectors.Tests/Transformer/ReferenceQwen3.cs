using Qwen3.Connectors.Tests.Gguf;

namespace Qwen3.Connectors.Tests.Transformer;

/// <summary>The forward pass in double precision, a sequence and a token at a time, written from the model's description.</summary>
internal sealed class ReferenceQwen3(TinyQwen3 model)
{
    private const double Epsilon = 1e-6;
    private const double RopeBase = 1e6;

    private readonly TinyQwen3Options _options = model.Options;

    /// <summary>The final hidden state of the last token, <c>[hidden]</c>.</summary>
    public double[] LastHidden(int[] tokens)
    {
        double[][] x = [.. tokens.Select(token => Row("token_embd.weight", token))];
        for (var layer = 0; layer < _options.Layers; layer++)
        {
            var prefix = $"blk.{layer}.";
            var attended = Attend(prefix, [.. x.Select(row => Norm(row, prefix + "attn_norm.weight"))]);
            for (var t = 0; t < x.Length; t++)
            {
                x[t] = Add(x[t], Apply(prefix + "attn_output.weight", attended[t]));
                x[t] = Add(x[t], FeedForward(prefix, Norm(x[t], prefix + "ffn_norm.weight")));
            }
        }

        return Norm(x[^1], "output_norm.weight");
    }

    /// <summary>The probability of yes.</summary>
    /// <param name="tokens">The prompt.</param>
    /// <param name="yes">The row of yes, <c>[hidden]</c>.</param>
    /// <param name="no">The row of no, <c>[hidden]</c>.</param>
    public double YesProbability(int[] tokens, ReadOnlySpan<float> yes, ReadOnlySpan<float> no)
    {
        var hidden = LastHidden(tokens);
        var logit = 0.0;
        for (var i = 0; i < hidden.Length; i++)
        {
            logit += hidden[i] * ((double)yes[i] - no[i]);
        }

        return 1 / (1 + Math.Exp(-logit));
    }

    private double[][] Attend(string prefix, double[][] h)
    {
        var q = h.Select((row, t) => Heads(prefix, "attn_q", _options.Heads, row, t)).ToArray();
        var k = h.Select((row, t) => Heads(prefix, "attn_k", _options.KvHeads, row, t)).ToArray();
        var v = h.Select(row => Apply(prefix + "attn_v.weight", row)).ToArray();
        return [.. h.Select((_, t) => Enumerable.Range(0, _options.Heads).SelectMany(head => AttendHead(head, t, q, k, v)).ToArray())];
    }

    private double[] AttendHead(int head, int t, double[][] q, double[][] k, double[][] v)
    {
        var size = _options.HeadDim;
        var keyHead = head / (_options.Heads / _options.KvHeads);
        var scores = Enumerable.Range(0, t + 1)
            .Select(
                s => Enumerable.Range(0, size).Sum(d => q[t][(head * size) + d] * k[s][(keyHead * size) + d]) / Math.Sqrt(size)).ToArray();
        var max = scores.Max();
        var weights = scores.Select(score => Math.Exp(score - max)).ToArray();
        return [.. Enumerable.Range(0, size).Select(d => weights.Select((w, s) => w * v[s][(keyHead * size) + d]).Sum() / weights.Sum())];
    }

    /// <summary>Projected, normed a head at a time, turned to position <paramref name="t"/>.</summary>
    private double[] Heads(string prefix, string name, int count, double[] h, int t)
    {
        var size = _options.HeadDim;
        var half = size / 2;
        var all = Apply($"{prefix}{name}.weight", h);
        for (var head = 0; head < count; head++)
        {
            var normed = Norm(all[(head * size)..((head + 1) * size)], $"{prefix}{name}_norm.weight");
            for (var i = 0; i < half; i++)
            {
                var (sin, cos) = Math.SinCos(t * Math.Pow(RopeBase, -(double)i / half));
                all[(head * size) + i] = (normed[i] * cos) - (normed[i + half] * sin);
                all[(head * size) + i + half] = (normed[i + half] * cos) + (normed[i] * sin);
            }
        }

        return all;
    }

    private double[] FeedForward(string prefix, double[] h)
    {
        var gate = Apply(prefix + "ffn_gate.weight", h);
        var up = Apply(prefix + "ffn_up.weight", h);
        return Apply(prefix + "ffn_down.weight", [.. gate.Zip(up, (g, u) => g / (1 + Math.Exp(-g)) * u)]);
    }

    private double[] Norm(double[] x, string weight)
    {
        var scale = 1 / Math.Sqrt((x.Sum(value => value * value) / x.Length) + Epsilon);
        return [.. x.Zip(model.Weights[weight].Values, (value, w) => value * scale * w)];
    }

    private double[] Apply(string weight, double[] x)
    {
        var y = new double[model.Weights[weight].RowCount];
        for (var row = 0; row < y.Length; row++)
        {
            y[row] = Row(weight, row).Zip(x, (w, value) => w * value).Sum();
        }

        return y;
    }

    private double[] Row(string weight, int row)
    {
        var matrix = model.Weights[weight];
        return [.. matrix.Values.AsSpan(row * matrix.RowLength, matrix.RowLength).ToArray().Select(value => (double)value)];
    }

    private static double[] Add(double[] a, double[] b) => [.. a.Zip(b, (x, y) => x + y)];
}
