using Qwen3.Connectors.Inference.Kernels;

namespace Qwen3.Connectors.Tests.Kernels;

public unsafe class RmsNormTests
{
    private const float Epsilon = 1e-6f;

    public static TheoryData<int> LaneCounts => [.. GemmMicroKernel.All.Select(kernel => kernel.Lanes).Distinct()];

    [Theory]
    [MemberData(nameof(LaneCounts))]
    public void Normed_features_equal_the_formula_in_double_precision(int lanes)
    {
        var random = new Random(lanes);
        foreach (var features in (int[])[1, 2, 3, 4, 5, 64, 127, 128, 1024, 2563])
        {
            foreach (var scale in (float[])[1, 1e-4f, 1e4f])
            {
                var tokens = RandomFloats.CreateRows(random, lanes, features, scale);
                var weight = RandomFloats.Create(random, features, 3);
                var normed = Apply(tokens, weight, inPlace: false);
                for (var token = 0; token < lanes; token++)
                {
                    var root = Math.Sqrt((tokens[token].Sum(value => (double)value * value) / features) + Epsilon);
                    for (var feature = 0; feature < features; feature++)
                    {
                        // Half the error of a sum in four parts (the root halves it), and four operations.
                        var expected = tokens[token][feature] * (double)weight[feature] / root;
                        var tolerance = (((features / 8.0) + 8) * Rounding.Unit * Math.Abs(expected)) + float.Epsilon;
                        Rounding.AssertWithin(tolerance, expected, normed[token][feature], $"{features} features: y", feature, token);
                    }
                }

                Rounding.AssertSameBits(normed, Apply(tokens, weight, inPlace: true), "in place");
            }
        }
    }

    [Fact]
    public void Zeros_stay_zeros()
    {
        var normed = Apply(RandomFloats.CreateRows(new Random(1), 8, 64, scale: 0), RandomFloats.Create(new Random(2), 64), inPlace: false);
        Assert.All(normed, token => Assert.All(token, value => Assert.Equal(0f, Math.Abs(value))));
    }

    [Theory]
    [MemberData(nameof(LaneCounts))]
    public void A_token_has_the_same_bits_in_every_lane_and_beside_any_neighbour(int lanes)
    {
        var random = new Random(3);
        var weight = RandomFloats.Create(random, 100);
        var token = RandomFloats.Create(random, 100);
        var alone = Apply([.. Enumerable.Repeat(token, lanes)], weight, inPlace: false)[0];
        for (var lane = 0; lane < lanes; lane++)
        {
            var panel = RandomFloats.CreateRows(random, lanes, 100, 1e6f);
            panel[(lane + 1) % lanes][0] = float.NaN;
            panel[lane] = token;
            Rounding.AssertSameBits([alone], [Apply(panel, weight, inPlace: false)[lane]], $"lane {lane}");
        }
    }

    private static float[][] Apply(float[][] tokens, float[] weight, bool inPlace)
    {
        var lanes = tokens.Length;
        using var x = new TestPanels(tokens, lanes);
        using var y = new TestPanels(weight.Length, lanes, lanes);
        var destination = inPlace ? x : y;
        RmsNorm.Apply(x.View.At(0, 0), weight, Epsilon, lanes, destination.View.At(0, 0));
        return destination.ToTokens();
    }
}
