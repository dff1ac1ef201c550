using Qwen3.Connectors.Inference.Kernels;

namespace Qwen3.Connectors.Tests.Kernels;

public unsafe class QuantizedPanelsTests
{
    public static TheoryData<int> LaneCounts => [.. GemmMicroKernel.All.Select(kernel => kernel.Lanes).Distinct()];

    [Theory]
    [MemberData(nameof(LaneCounts))]
    public void Values_are_rounded_to_the_nearest_of_32767_steps_of_their_block(int lanes)
    {
        foreach (var k in (int[])[32, 96, 256, 320, 1024])
        {
            var random = new Random(k);
            var tokens = RandomFloats.CreateRows(random, lanes + 3, k);
            for (var i = 0; i < k / 32; i++)
            {
                // Blocks of different magnitudes, with single large values, and blocks of zeros.
                var factor = MathF.Pow(10, random.Next(-12, 12));
                Array.ForEach(tokens, token => Scale(token.AsSpan(32 * i, 32), i % 5 == 4 ? 0 : factor));
                tokens[i % tokens.Length][(32 * i) + random.Next(32)] *= 5000;
            }

            using var panels = Quantize(tokens, lanes);
            for (var token = 0; token < tokens.Length; token++)
            {
                for (var block = 0; block < k / 32; block++)
                {
                    AssertBlock(panels, token / lanes, token % lanes, lanes, block, tokens[token].AsSpan(32 * block, 32));
                }
            }
        }
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void What_is_not_finite_makes_the_scale_of_its_block_not_finite_and_of_no_other(float value)
    {
        var tokens = RandomFloats.CreateRows(new Random(1), 8, 256);
        tokens[3][70] = value;
        using var panels = Quantize(tokens, lanes: 8);
        for (var token = 0; token < 8; token++)
        {
            for (var block = 0; block < 8; block++)
            {
                Assert.Equal(token != 3 || block != 2, float.IsFinite(panels.Scales(0, 0)[(block * 8) + token]));
            }
        }
    }

    [Fact]
    public void The_largest_floats_keep_finite_scales()
    {
        var tokens = RandomFloats.CreateRows(new Random(1), 8, 32);
        (tokens[0][5], tokens[1][6], tokens[2][7]) = (float.MaxValue, float.MinValue, float.Epsilon);
        tokens[3].AsSpan().Fill(float.Epsilon);
        using var panels = Quantize(tokens, lanes: 8);
        for (var token = 0; token < 8; token++)
        {
            AssertBlock(panels, 0, token, 8, 0, tokens[token]);
        }
    }

    private static void Scale(Span<float> values, float factor)
    {
        foreach (ref var value in values)
        {
            value *= factor;
        }
    }

    private static QuantizedPanels Quantize(float[][] tokens, int lanes)
    {
        using var x = new TestPanels(tokens, lanes);
        var panels = new QuantizedPanels();
        panels.Reserve(lanes, tokens.Length, tokens[0].Length);
        for (var panel = 0; panel < x.View.PanelCount; panel++)
        {
            panels.Quantize(panel, x.View.At(panel, 0), tokens[0].Length);
        }

        return panels;
    }

    private static void AssertBlock(QuantizedPanels panels, int panel, int lane, int lanes, int block, ReadOnlySpan<float> values)
    {
        var (slice, inSlice) = (block / 8, block % 8);
        var scale = panels.Scales(panel, slice)[(inSlice * lanes) + lane];
        var sums = new long[2];
        var largest = 0.0;
        for (var i = 0; i < 32; i++)
        {
            var pair = panels.Pairs(panel, slice)[((16 * inSlice) + (i / 2)) * lanes + lane];
            var integer = (short)(i % 2 == 0 ? pair : pair >> 16);
            Assert.InRange(integer, -QuantizedPanels.MaxMagnitude, QuantizedPanels.MaxMagnitude);

            // Half a step, and the rounding of the scale and of its inverse.
            Assert.Equal(values[i], (double)integer * scale, scale * (0.5 + (3 * Rounding.Unit * QuantizedPanels.MaxMagnitude)));
            sums[i / 16] += integer;
            largest = Math.Max(largest, Math.Abs((double)values[i]));
        }

        Assert.Equal(Math.Max(largest, 1e-30) / QuantizedPanels.MaxMagnitude, scale, 2e-7 * scale);
        Assert.Equal((sums[0] + sums[1]) * scale, panels.Sums(panel, slice, 32)[(inSlice * lanes) + lane]);
        Assert.Equal(sums[0] * scale, panels.Sums(panel, slice, 16)[(2 * inSlice * lanes) + lane]);
        Assert.Equal(sums[1] * scale, panels.Sums(panel, slice, 16)[(((2 * inSlice) + 1) * lanes) + lane]);
    }
}
