using Qwen3.Connectors.Inference.Formats;
using Qwen3.Connectors.Inference.Kernels;
using Qwen3.Connectors.Inference.KvCache;
using Qwen3.Connectors.Inference.Threading;

namespace Qwen3.Connectors.Tests.Kernels;

public class GemmTests
{
    private static readonly int[] TokenCounts = [1, 7, 8, 9, 16, 17, 33, 100];

    public static TheoryData<string> Kernels => [.. GemmMicroKernel.Names];

    public static TheoryData<string> Formats => [.. BlockFormat.All.Select(format => format.Type.ToString())];

    [Theory]
    [MemberData(nameof(Formats))]
    public void Products_of_every_format_equal_decoded_rows_times_tokens(string name)
    {
        var format = Format(name);
        // More than one slab deep, the last one not full where the format allows it; the last tile of rows not full.
        var depth = 256 + (format.BlockLength == 1 ? 45 : format.BlockLength);
        var matrix = new TestMatrix(format, rows: 29, depth, seed: 1);
        var tokens = RandomFloats.CreateRows(new Random(2), TokenCounts.Max(), depth);
        var expected = ReferenceMatrix.Multiply(matrix.Values, tokens);
        using var pool = new ParallelRunner(2);
        foreach (var kernel in GemmMicroKernel.All)
        {
            foreach (var count in TokenCounts)
            {
                var integers = kernel.Integers is not null && format is IntegerFormat;
                AssertEach(Multiply(kernel, pool, matrix, tokens[..count]), $"{kernel.Name}, {count} tokens: y", (token, row) => (
                    expected.Values[token][row],
                    integers
                        ? (8 * Rounding.OfSum(depth, expected.Magnitudes[token][row])) + RoundedInput(matrix.Values[row], tokens[token])
                        : Rounding.OfSum(depth, expected.Magnitudes[token][row])));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Products_of_any_shape_equal_rows_times_tokens_with_the_same_bits_on_any_number_of_threads(string name)
    {
        var kernel = GemmMicroKernel.Find(name)!;
        ParallelRunner[] pools = [new(1), new(2), new(3)];
        // The last is deeper than the slab that few tokens are computed with.
        foreach (var (rows, depth, count) in ((int, int, int)[])
            [(1, 1, 1), (11, 255, 100), (12, 256, 33), (13, 257, 100), (47, 600, 9), (200, 100, 97), (577, 40, 100), (1000, 3, 65),
                (14, 4400, 9)])
        {
            var matrix = new TestMatrix(Format("F32"), rows, depth, seed: rows);
            var tokens = RandomFloats.CreateRows(new Random(depth), count, depth);
            var product = Multiply(kernel, pools[0], matrix, tokens);
            AssertProduct(ReferenceMatrix.Multiply(matrix.Values, tokens), product, depth, $"{rows} x {depth}, {count} tokens: y");
            foreach (var pool in pools[1..])
            {
                Rounding.AssertSameBits(product, Multiply(kernel, pool, matrix, tokens),
                    $"{rows} x {depth}, {count} tokens, {pool.ThreadCount} threads: y");
            }
        }

        Array.ForEach(pools, pool => pool.Dispose());
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void A_token_alone_has_the_same_bits_as_in_a_batch(string name)
    {
        var kernel = GemmMicroKernel.Find(name)!;
        var matrix = new TestMatrix(Format("Q2_K"), rows: 250, depth: 512, seed: 5);
        var tokens = RandomFloats.CreateRows(new Random(6), 100, 512);
        using var pool = new ParallelRunner(2);
        var batch = Multiply(kernel, pool, matrix, tokens);
        foreach (var token in (int[])[0, 7, 8, 15, 31, 32, 63, 96, 99])
        {
            Rounding.AssertSameBits([batch[token]], Multiply(kernel, pool, matrix, [tokens[token]]), $"token {token} alone");
            var few = tokens[token..Math.Min(token + 20, 100)];
            Rounding.AssertSameBits(batch[token..(token + few.Length)], Multiply(kernel, pool, matrix, few),
                $"{few.Length} tokens from {token}");
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Several_products_in_one_pass_equal_each_alone(string name)
    {
        var kernel = GemmMicroKernel.Find(name)!;
        TestMatrix[] matrices = [new(Format("Q8_0"), 129, 320, 1), new(Format("F16"), 5, 320, 2), new(Format("Q4_0"), 64, 320, 3),
            new(Format("F32"), 1, 320, 4)];
        using var pool = new ParallelRunner(3);
        foreach (var count in (int[])[3, 50, 100])
        {
            var tokens = RandomFloats.CreateRows(new Random(count), count, 320);
            using var x = new TestPanels(tokens, kernel.Lanes);
            var outputs = matrices.Select(matrix => new TestPanels(matrix.Values.Length, count, kernel.Lanes)).ToArray();
            using (var gemm = new Gemm(kernel, pool))
            {
                gemm.Multiply([.. matrices.Zip(outputs, (matrix, output) => new Product(matrix.Weights, output.View))], x.View);
            }

            foreach (var (matrix, output) in matrices.Zip(outputs))
            {
                Rounding.AssertSameBits(Multiply(kernel, pool, matrix, tokens), output.ToTokens(),
                    $"{matrix.Weights.Format.Type}, {count} tokens: y");
                output.Dispose();
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Accumulated_products_are_added_to_the_output(string name)
    {
        var kernel = GemmMicroKernel.Find(name)!;
        var matrix = new TestMatrix(Format("F32"), rows: 100, depth: 300, seed: 7);
        using var pool = new ParallelRunner(2);
        foreach (var count in (int[])[1, 40, 100])
        {
            var tokens = RandomFloats.CreateRows(new Random(count), count, 300);
            var residual = RandomFloats.CreateRows(new Random(8), count, 100, scale: 20);
            using var x = new TestPanels(tokens, kernel.Lanes);
            using var y = new TestPanels(residual, kernel.Lanes);
            using var gemm = new Gemm(kernel, pool);
            gemm.Multiply([new Product(matrix.Weights, y.View)], x.View, accumulate: true);

            var expected = ReferenceMatrix.Multiply(matrix.Values, tokens);
            AssertEach(y.ToTokens(), $"{count} tokens: y", (token, row) =>
                (residual[token][row] + expected.Values[token][row],
                    Rounding.OfSum(300, expected.Magnitudes[token][row] + Math.Abs(residual[token][row]))));
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void A_gated_product_is_silu_of_the_gate_times_up(string name)
    {
        var kernel = GemmMicroKernel.Find(name)!;
        var gate = new TestMatrix(Format("F32"), rows: 131, depth: 300, seed: 9);
        var up = new TestMatrix(Format("F32"), rows: 131, depth: 300, seed: 10);
        ParallelRunner[] pools = [new(1), new(2), new(3)];
        foreach (var count in TokenCounts)
        {
            var tokens = RandomFloats.CreateRows(new Random(count), count, 300);
            var gated = MultiplyGated(kernel, pools[0], gate, up, tokens);
            var (g, u) = (ReferenceMatrix.Multiply(gate.Values, tokens), ReferenceMatrix.Multiply(up.Values, tokens));
            AssertEach(gated, $"{count} tokens: y", (token, row) =>
            {
                // silu grows by at most 1.1 of what its argument is off by.
                var silu = g.Values[token][row] / (1 + Math.Exp(-g.Values[token][row]));
                var (gateError, upError) = (1.1 * Rounding.OfSum(300, g.Magnitudes[token][row]),
                    Rounding.OfSum(300, u.Magnitudes[token][row]));
                var value = silu * u.Values[token][row];
                return (value, (gateError * Math.Abs(u.Values[token][row])) + (upError * (Math.Abs(silu) + gateError))
                    + (10 * Rounding.Unit * Math.Abs(value)));
            });
            foreach (var pool in pools[1..])
            {
                Rounding.AssertSameBits(gated, MultiplyGated(kernel, pool, gate, up, tokens),
                    $"{count} tokens, {pool.ThreadCount} threads: y");
            }

            Rounding.AssertSameBits([gated[^1]], MultiplyGated(kernel, pools[1], gate, up, [tokens[^1]]), $"token {count - 1} alone");
        }

        Array.ForEach(pools, pool => pool.Dispose());
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Values_go_into_the_store_feature_by_feature(string name)
    {
        const int Heads = 2;
        const int HeadSize = 32;
        const int Before = 64;
        var kernel = GemmMicroKernel.Find(name)!;
        var matrix = new TestMatrix(Format("Q8_0"), Heads * HeadSize, depth: 288, seed: 11);
        using var pool = new ParallelRunner(2);
        using var gemm = new Gemm(kernel, pool);
        using var store = new KeyValueStore(Heads, HeadSize, kernel.Lanes);
        foreach (var count in TokenCounts)
        {
            var tokens = RandomFloats.CreateRows(new Random(count), count, 288);
            using var x = new TestPanels(tokens, kernel.Lanes);
            store.Reserve(Before + count);
            gemm.Multiply([new Product(matrix.Weights, store.ValuesFrom(Before, count))], x.View);

            var expected = Multiply(kernel, pool, matrix, tokens);
            AssertEach(expected, $"{count} tokens: value",
                (token, row) => (Value(store, row / HeadSize, row % HeadSize, Before + token), 0));
        }
    }

    private static unsafe double Value(KeyValueStore store, int head, int feature, int token) =>
        store.Value(head, token)[feature * store.ValueStride];

    /// <summary>The largest error of a product whose activations are rounded to 32767 steps in blocks of 32.</summary>
    private static double RoundedInput(float[] weights, float[] token) => weights.Chunk(32).Zip(token.Chunk(32), (w, x) =>
        w.Sum(value => Math.Abs((double)value)) * x.Max(value => Math.Abs((double)value)) / (2 * QuantizedPanels.MaxMagnitude)).Sum();

    private static BlockFormat Format(string name) => BlockFormat.Find(Enum.Parse<GgmlType>(name))!;

    private static float[][] Multiply(GemmMicroKernel kernel, ParallelRunner pool, TestMatrix matrix, float[][] tokens)
    {
        using var gemm = new Gemm(kernel, pool);
        using var x = new TestPanels(tokens, kernel.Lanes);
        using var y = new TestPanels(matrix.Values.Length, tokens.Length, kernel.Lanes);
        gemm.Multiply([new Product(matrix.Weights, y.View)], x.View);
        GC.KeepAlive(matrix);
        return y.ToTokens();
    }

    private static float[][] MultiplyGated(GemmMicroKernel kernel, ParallelRunner pool, TestMatrix gate, TestMatrix up, float[][] tokens)
    {
        using var gemm = new Gemm(kernel, pool);
        using var x = new TestPanels(tokens, kernel.Lanes);
        using var y = new TestPanels(gate.Values.Length, tokens.Length, kernel.Lanes);
        gemm.MultiplyGated(gate.Weights, up.Weights, x.View, y.View);
        GC.KeepAlive((gate, up));
        return y.ToTokens();
    }

    private static void AssertProduct(ReferenceMatrix expected, float[][] actual, int depth, string what) =>
        AssertEach(actual, what, (token, row) => (expected.Values[token][row], Rounding.OfSum(depth, expected.Magnitudes[token][row])));

    private static void AssertEach(float[][] actual, string what, Func<int, int, (double Expected, double Tolerance)> expectation)
    {
        for (var token = 0; token < actual.Length; token++)
        {
            for (var row = 0; row < actual[token].Length; row++)
            {
                var (expected, tolerance) = expectation(token, row);
                Rounding.AssertWithin(tolerance, expected, actual[token][row], what, row, token);
            }
        }
    }
}
