using Qwen3.Connectors.Inference.Kernels;

namespace Qwen3.Connectors.Tests.Kernels;

public unsafe class RopeTests
{
    private const double Base = 1_000_000;

    public static TheoryData<int> LaneCounts => [.. GemmMicroKernel.All.Select(kernel => kernel.Lanes).Distinct()];

    [Theory]
    [MemberData(nameof(LaneCounts))]
    public void Turned_heads_equal_the_formula_in_double_precision_far_into_a_text(int lanes)
    {
        foreach (var half in (int[])[1, 16, 32, 64])
        {
            var random = new Random(half);
            int[] positions = [0, 1, 2, 1000, 4095, 4096, 32_000, 32_767, 39_999, 40_000, .. Enumerable.Range(0, 40)
                .Select(_ => random.Next(40_000))];
            var heads = RandomFloats.CreateRows(random, positions.Length, 2 * half, 4);
            var scale = 1 / MathF.Sqrt(2 * half);
            var turned = Turn(heads, positions, lanes, scale);
            for (var token = 0; token < positions.Length; token++)
            {
                for (var i = 0; i < half; i++)
                {
                    var angle = positions[token] * Math.Pow(Base, -(double)i / half);
                    var (a, b) = ((double)heads[token][i], (double)heads[token][half + i]);
                    var tolerance = 4 * Rounding.Unit * scale * (Math.Abs(a) + Math.Abs(b));
                    var what = $"position {positions[token]}, half {half}: y";
                    Rounding.AssertWithin(tolerance, scale * ((a * Math.Cos(angle)) - (b * Math.Sin(angle))), turned[token][i], what,
                        i, token);
                    Rounding.AssertWithin(tolerance, scale * ((b * Math.Cos(angle)) + (a * Math.Sin(angle))), turned[token][half + i],
                        what, half + i, token);
                }
            }
        }
    }

    [Fact]
    public void Position_zero_changes_nothing()
    {
        var heads = RandomFloats.CreateRows(new Random(1), 8, 64);
        Assert.Equal(heads, Turn(heads, new int[8], lanes: 8, scale: 1));
    }

    [Fact]
    public void Products_of_turned_heads_depend_on_their_distance_alone()
    {
        var random = new Random(2);
        var (query, key) = (RandomFloats.Create(random, 128), RandomFloats.Create(random, 128));
        foreach (var distance in (int[])[0, 1, 17, 500])
        {
            int[] starts = [0, 1, 100, 5000, 20_000, 39_000];
            var queries = Turn([.. starts.Select(_ => query)], [.. starts.Select(start => start + distance)], lanes: 8, scale: 1);
            var keys = Turn([.. starts.Select(_ => key)], starts, lanes: 8, scale: 1);
            var scores = queries.Zip(keys, (q, k) => ReferenceMatrix.Dot(q, k).Value).ToArray();
            Assert.All(scores, score => Assert.Equal(scores[0], score, 2e-5));
        }
    }

    private static float[][] Turn(float[][] heads, int[] positions, int lanes, float scale)
    {
        var half = heads[0].Length / 2;
        var frequencies = Enumerable.Range(0, half).Select(i => Math.Pow(Base, -(double)i / half)).ToArray();
        using var panels = new TestPanels(heads, lanes);
        using var angles = new TestPanels(2 * half, positions.Length, lanes);
        for (var token = 0; token < positions.Length; token++)
        {
            Rope.WriteRopeTable(positions[token], frequencies, angles.View, token);
        }

        for (var panel = 0; panel < panels.View.PanelCount; panel++)
        {
            Rope.Apply(panels.View.At(panel, 0), angles.View.At(panel, 0), half, lanes, scale);
        }

        return panels.ToTokens();
    }
}
