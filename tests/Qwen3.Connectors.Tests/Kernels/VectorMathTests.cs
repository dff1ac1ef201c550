using System.Runtime.Intrinsics;
using Qwen3.Connectors.Inference.Kernels;

namespace Qwen3.Connectors.Tests.Kernels;

public class VectorMathTests
{
    private const float Lowest = -87.33654f;
    private const float Highest = 88.72283f;

    [Fact]
    public void Exp_is_within_two_units_in_the_last_place()
    {
        // A stride of bit patterns, not of values: small arguments are as many as large ones.
        for (var bits = 0; bits < BitConverter.SingleToInt32Bits(Highest); bits += 997)
        {
            var x = BitConverter.Int32BitsToSingle(bits);
            AssertWithinTwoUnits(x);
            AssertWithinTwoUnits(Math.Max(-x, Lowest));
        }
    }

    [Fact]
    public void Exp_is_within_two_units_at_every_turn_of_its_exponent_and_at_both_ends()
    {
        foreach (var turn in Enumerable.Range(-126, 255).Select(n => (float)((n + 0.5) * Math.Log(2))).Append(Lowest).Append(Highest))
        {
            var (up, down) = (turn, turn);
            for (var step = 0; step < 300; step++)
            {
                AssertWithinTwoUnits(Math.Clamp(up, Lowest, Highest));
                AssertWithinTwoUnits(Math.Clamp(down, Lowest, Highest));
                (up, down) = (MathF.BitIncrement(up), MathF.BitDecrement(down));
            }
        }
    }

    [Fact]
    public void Exp_of_zero_is_one_and_of_more_is_never_less()
    {
        Assert.Equal(1f, Exp(0f));
        Assert.Equal(1f, Exp(-0f));
        var before = 0f;
        for (var x = Lowest; x <= Highest; x += 0.001f)
        {
            var now = Exp(x);
            Assert.True(now >= before, $"e^{x:R} is {now:R}, below {before:R}");
            before = now;
        }
    }

    [Fact]
    public void Exp_beyond_its_range_is_zero_or_infinite()
    {
        Assert.Equal(0f, Exp(MathF.BitDecrement(Lowest)));
        Assert.Equal(float.PositiveInfinity, Exp(MathF.BitIncrement(Highest)));
        foreach (var far in (float[])[100, 1e4f, 1e20f, float.MaxValue, float.PositiveInfinity])
        {
            Assert.Equal(0f, Exp(-far));
            Assert.Equal(float.PositiveInfinity, Exp(far));
        }
    }

    [Fact]
    public void Exp_of_nan_is_nan_whatever_its_sign_and_payload()
    {
        foreach (var bits in (uint[])[0x7FC00000, 0xFFC00000, 0x7F800001, 0xFFFFFFFF])
        {
            Assert.True(float.IsNaN(Exp(BitConverter.UInt32BitsToSingle(bits))));
        }
    }

    [Fact]
    public void Exp_of_a_lane_does_not_depend_on_the_others()
    {
        var mixed = Vector256.Create(1f, float.NaN, -1e4f, 88f, float.PositiveInfinity, -0f, -87.3f, float.NegativeInfinity);
        var result = VectorMath.Exp(mixed);
        for (var lane = 0; lane < 8; lane++)
        {
            Assert.Equal(BitConverter.SingleToInt32Bits(Exp(mixed[lane])), BitConverter.SingleToInt32Bits(result[lane]));
        }
    }

    private static float Exp(float x) => VectorMath.Exp(Vector256.Create(x))[3];

    private static void AssertWithinTwoUnits(float x)
    {
        var actual = Exp(x);
        var exact = Math.Exp(x);
        var rounded = (float)exact;
        var unit = (double)MathF.BitIncrement(rounded) - rounded;
        if (!(Math.Abs(actual - exact) <= 2 * unit))
        {
            Assert.Fail($"e^{x:R} is {actual:R}, not {exact:R}: off by {Math.Abs(actual - exact) / unit:F2} units.");
        }
    }
}
