namespace Qwen3.Connectors.Tests.Kernels;

/// <summary>How far float32 may be from the truth, and how to say where it is further.</summary>
internal static class Rounding
{
    /// <summary>Half a unit in the last place of 1: what one operation may be off by, relative to its result.</summary>
    public const double Unit = 1.0 / (1 << 24);

    /// <summary>
    /// What a sum of <paramref name="count"/> products may be off by, whatever their order, when the products' magnitudes sum to
    /// <paramref name="magnitude"/>.
    /// </summary>
    /// <remarks>Higham's bound, with a product rounded on its own (no FMA) and two operations to spare.</remarks>
    public static double OfSum(int count, double magnitude) => ((count + 3) * Unit * magnitude) + float.Epsilon;

    public static void AssertWithin(double tolerance, double expected, double actual, string what, int row, int column)
    {
        if (!(Math.Abs(expected - actual) <= tolerance))
        {
            Assert.Fail($"{what} [{row}, {column}] is {actual:R}, not {expected:R} within {tolerance:R}.");
        }
    }

    public static void AssertSameBits(float expected, float actual, string what, int row, int column)
    {
        if (BitConverter.SingleToInt32Bits(expected) != BitConverter.SingleToInt32Bits(actual))
        {
            Assert.Fail($"{what} [{row}, {column}] is {actual:R}, not {expected:R} bit for bit.");
        }
    }

    public static void AssertSameBits(float[][] expected, float[][] actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var row = 0; row < expected.Length; row++)
        {
            Assert.Equal(expected[row].Length, actual[row].Length);
            for (var column = 0; column < expected[row].Length; column++)
            {
                AssertSameBits(expected[row][column], actual[row][column], what, row, column);
            }
        }
    }
}
