using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using Qwen3.Connectors.Inference.Estimation;
using Qwen3.Connectors.Inference.Kernels;
using Qwen3.Connectors.Inference.Threading;

namespace Qwen3.Connectors.Tests.Kernels;

public unsafe class GemmMicroKernelTests
{
    public static TheoryData<string> Kernels => [.. GemmMicroKernel.Names];

    [Fact]
    public void Kernels_are_found_by_their_names_and_the_best_is_the_first_fast_one()
    {
        Assert.Equal(
            ["avx512-int16", "avx512", "avx2-int16", "avx2", "neon", "portable-int16", "portable"], GemmMicroKernel.Names);
        Assert.All(GemmMicroKernel.All, kernel => Assert.Same(kernel, GemmMicroKernel.Find(kernel.Name)));
        Assert.Null(GemmMicroKernel.Find("sse"));
        Assert.Same(GemmMicroKernel.All.First(kernel => kernel.Integers is null && kernel.IsFast), GemmMicroKernel.Best);
        Assert.True(GemmMicroKernel.Find("portable")!.IsFast);
        Assert.All(GemmMicroKernel.All, kernel => Assert.Equal(0, kernel.Lanes % 8));
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Products_equal_sums_in_double_precision(string name)
    {
        var kernel = GemmMicroKernel.Find(name)!;
        for (var seed = 0; seed < 300; seed++)
        {
            var tile = new RandomTile(kernel, seed);
            var y = tile.Multiply(kernel);
            for (var row = 0; row < tile.Rows; row++)
            {
                for (var lane = 0; lane < tile.UsedLanes; lane++)
                {
                    var (sum, magnitude) = ReferenceMatrix.Dot(tile.Row(row), tile.Column(lane));
                    var before = tile.Accumulate ? tile.Before(row, lane) : 0;
                    Rounding.AssertWithin(Rounding.OfSum(tile.Depth, magnitude + Math.Abs(before)), before + sum,
                        tile.At(y, row, lane), $"{tile}: y", row, lane);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Nothing_is_written_but_the_rows_asked_for_and_the_lanes_computed(string name)
    {
        var kernel = GemmMicroKernel.Find(name)!;
        for (var seed = 0; seed < 300; seed++)
        {
            var tile = new RandomTile(kernel, seed);
            var computed = tile.UsedLanes <= kernel.Lanes / 2 ? kernel.Lanes / 2 : kernel.Lanes;
            var y = tile.Multiply(kernel);
            for (var row = -RandomTile.GuardRows; row < tile.Rows + RandomTile.GuardRows; row++)
            {
                for (var lane = row >= 0 && row < tile.Rows ? computed : 0; lane < tile.YStride; lane++)
                {
                    Rounding.AssertSameBits(tile.Before(row, lane), tile.At(y, row, lane), $"{tile}: y", row, lane);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Narrow_and_wide_tiles_give_the_same_bits(string name)
    {
        var kernel = GemmMicroKernel.Find(name)!;
        for (var seed = 0; seed < 100; seed++)
        {
            var tile = new RandomTile(kernel, seed);
            var wide = tile.Multiply(kernel, usedLanes: kernel.Lanes);
            var narrow = tile.Multiply(kernel, usedLanes: kernel.Lanes / 2);
            tile.AssertSameBits(wide, narrow, kernel.Lanes / 2);
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void The_bits_of_a_row_do_not_depend_on_where_in_a_block_it_stands(string name)
    {
        var kernel = GemmMicroKernel.Find(name)!;
        for (var seed = 0; seed < 50; seed++)
        {
            var tile = new RandomTile(kernel, seed);
            var together = tile.Multiply(kernel);
            foreach (var piece in (int[])[1, 5, 7, 13])
            {
                tile.AssertSameBits(together, tile.MultiplyInPieces(kernel, piece, tile.Depth), tile.UsedLanes);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void A_sum_that_is_continued_gives_the_same_bits_as_one_in_a_go(string name)
    {
        var kernel = GemmMicroKernel.Find(name)!;
        for (var seed = 0; seed < 50; seed++)
        {
            var tile = new RandomTile(kernel, seed);
            tile.AssertSameBits(tile.Multiply(kernel), tile.MultiplyInPieces(kernel, tile.Rows, depthPiece: 37), tile.UsedLanes);
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void A_sum_is_a_chain_of_fused_multiply_adds_in_the_order_of_depth(string name)
    {
        Assert.SkipUnless(Fma.IsSupported || AdvSimd.IsSupported, "this CPU rounds products on their own");
        var kernel = GemmMicroKernel.Find(name)!;
        for (var seed = 0; seed < 50; seed++)
        {
            var tile = new RandomTile(kernel, seed);
            var y = tile.Multiply(kernel);
            for (var row = 0; row < tile.Rows; row++)
            {
                for (var lane = 0; lane < tile.UsedLanes; lane++)
                {
                    var sum = tile.Accumulate ? tile.Before(row, lane) : 0;
                    foreach (var (w, x) in tile.Row(row).Zip(tile.Column(lane)))
                    {
                        sum = MathF.FusedMultiplyAdd(w, x, sum);
                    }

                    Rounding.AssertSameBits(sum, tile.At(y, row, lane), $"{tile}: y", row, lane);
                }
            }
        }
    }

    [Fact]
    public void The_multiply_add_peak_is_a_number() => Assert.InRange(MeasurePeak(), double.Epsilon, double.MaxValue);

    private static double MeasurePeak()
    {
        using var pool = new ParallelRunner(1);
        return FmaPeak.Measure(pool);
    }

    /// <summary>One product: weights with eleven rows of NaN behind, an output of rubbish with guard rows around.</summary>
    private sealed class RandomTile
    {
        public const int GuardRows = 13;

        private readonly int _lanes;
        private readonly int _wStride;
        private readonly float[] _w;
        private readonly float[] _x;
        private readonly float[] _y;
        private readonly int _seed;

        public RandomTile(GemmMicroKernel kernel, int seed)
        {
            var random = new Random(seed);
            _seed = seed;
            _lanes = kernel.Lanes;
            Rows = random.Next(1, 41);
            Depth = random.Next(1, 301);
            UsedLanes = random.Next(1, _lanes + 1);
            Accumulate = seed % 2 == 1;
            YStride = _lanes + random.Next(0, 9);
            _wStride = Depth + random.Next(0, 9);
            _w = [.. RandomFloats.Create(random, Rows * _wStride),
                .. Enumerable.Repeat(float.NaN, (GemmMicroKernel.RowMultiple - 1) * _wStride)];
            _x = RandomFloats.Create(random, Depth * _lanes);
            _y = RandomFloats.Create(random, (GuardRows + Rows + GuardRows) * YStride, scale: 10);
        }

        public int Rows { get; }

        public int Depth { get; }

        public int UsedLanes { get; }

        public int YStride { get; }

        public bool Accumulate { get; }

        public float[] Row(int row) => _w[(row * _wStride)..((row * _wStride) + Depth)];

        public float[] Column(int lane) => [.. Enumerable.Range(0, Depth).Select(i => _x[(i * _lanes) + lane])];

        public float At(float[] y, int row, int lane) => y[((GuardRows + row) * YStride) + lane];

        public float Before(int row, int lane) => At(_y, row, lane);

        public float[] Multiply(GemmMicroKernel kernel, int? usedLanes = null)
        {
            float[] result = [.. _y];
            fixed (float* w = _w, x = _x, y = result)
            {
                kernel.Multiply(w, _wStride, Rows, x, Depth, usedLanes ?? UsedLanes, y + (GuardRows * YStride), YStride, Accumulate);
            }

            return result;
        }

        public float[] MultiplyInPieces(GemmMicroKernel kernel, int rowPiece, int depthPiece)
        {
            float[] result = [.. _y];
            fixed (float* w = _w, x = _x, y = result)
            {
                for (var row = 0; row < Rows; row += rowPiece)
                {
                    for (var i = 0; i < Depth; i += depthPiece)
                    {
                        kernel.Multiply(
                            w + (row * _wStride) + i,
                            _wStride,
                            Math.Min(rowPiece, Rows - row),
                            x + (i * _lanes),
                            Math.Min(depthPiece, Depth - i),
                            UsedLanes,
                            y + ((GuardRows + row) * YStride),
                            YStride,
                            Accumulate || i > 0);
                    }
                }
            }

            return result;
        }

        public void AssertSameBits(float[] expected, float[] actual, int lanes)
        {
            for (var row = 0; row < Rows; row++)
            {
                for (var lane = 0; lane < lanes; lane++)
                {
                    Rounding.AssertSameBits(At(expected, row, lane), At(actual, row, lane), $"{this}: y", row, lane);
                }
            }
        }

        public override string ToString() => $"seed {_seed}, {Rows} rows x {Depth}, {UsedLanes} of {_lanes} lanes";
    }
}
