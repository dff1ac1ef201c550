using Qwen3.Connectors.Inference.Kernels;

namespace Qwen3.Connectors.Tests.Kernels;

public unsafe class SwiGluTests
{
    [Fact]
    public void Gated_values_equal_the_formula_in_double_precision()
    {
        var random = new Random(1);
        float[] gate = [.. RandomFloats.Create(random, 4000, 5), .. RandomFloats.Create(random, 4000, 100), 0, -0f, 1e-30f, -1e-30f,
            100, -100, 1e4f, -1e4f];
        var up = RandomFloats.Create(random, gate.Length, 10);
        var result = Apply(gate, up);
        for (var i = 0; i < gate.Length; i++)
        {
            // Behind e^88 the divisor is infinite and the result zero: less than 1e-36 of up.
            var expected = gate[i] / (1 + Math.Exp(-(double)gate[i])) * up[i];
            Rounding.AssertWithin((10 * Rounding.Unit * Math.Abs(expected)) + (1e-36 * Math.Abs(up[i])), expected, result[i],
                $"silu({gate[i]:R}) * {up[i]:R}", i, 0);
        }
    }

    [Fact]
    public void Edge_values_are_what_the_formula_says()
    {
        const float Infinity = float.PositiveInfinity;
        foreach (var (gate, up, expected) in ((float, float, float)[])
            [(0f, 5f, 0f), (-0f, 5f, -0f), (0f, -5f, -0f), (5f, 0f, 0f), (5f, -0f, -0f), (100f, 3f, 300f), (-100f, 3f, -0f),
                (Infinity, 3f, Infinity)])
        {
            Assert.All(Apply(gate, up), actual => Rounding.AssertSameBits(expected, actual, $"silu({gate}) * {up}", 0, 0));
        }
    }

    [Theory]
    [InlineData(float.NaN, 3f)]
    [InlineData(3f, float.NaN)]
    [InlineData(-100f, float.NaN)]
    public void Nan_stays_nan(float gate, float up) => Assert.All(Apply(gate, up), actual => Assert.True(float.IsNaN(actual)));

    [Fact]
    public void Only_the_count_asked_for_is_written()
    {
        var gate = Enumerable.Repeat(2f, 24).ToArray();
        var up = Enumerable.Repeat(1f, 24).ToArray();
        fixed (float* g = gate, u = up)
        {
            SwiGlu.Apply(g + 8, u + 8, 8);
        }

        Assert.Equal(Enumerable.Repeat(1f, 8), up[..8]);
        Assert.DoesNotContain(1f, up[8..16]);
        Assert.Equal(Enumerable.Repeat(1f, 8), up[16..]);
    }

    private static float[] Apply(float gate, float up) => Apply([.. Enumerable.Repeat(gate, 8)], [.. Enumerable.Repeat(up, 8)]);

    private static float[] Apply(float[] gate, float[] up)
    {
        float[] result = [.. up];
        fixed (float* g = gate, u = result)
        {
            SwiGlu.Apply(g, u, gate.Length);
        }

        return result;
    }
}
