using Qwen3.Connectors.Inference.Kernels;

namespace Qwen3.Connectors.Tests.Kernels;

public unsafe class IntegerMicroKernelTests
{
    public static TheoryData<string> Kernels =>
        [.. GemmMicroKernel.All.Where(kernel => kernel.Integers is not null).Select(kernel => kernel.Name)];

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Products_are_exact_sums_of_32_in_the_order_of_blocks(string name)
    {
        var kernel = GemmMicroKernel.Find(name)!;
        for (var seed = 0; seed < 100; seed++)
        {
            var product = new RandomProduct(kernel, seed, extreme: seed % 4 == 3);
            var y = product.Multiply();
            for (var row = 0; row < product.Rows; row++)
            {
                for (var lane = 0; lane < product.UsedLanes; lane++)
                {
                    var (value, magnitude) = product.Expected(row, lane);
                    Rounding.AssertWithin(Rounding.OfSum(12, magnitude), value, product.At(y, row, lane), $"{product}: y", row, lane);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Nothing_is_written_but_the_rows_asked_for_and_the_lanes_computed(string name)
    {
        var kernel = GemmMicroKernel.Find(name)!;
        for (var seed = 0; seed < 100; seed++)
        {
            var product = new RandomProduct(kernel, seed);
            var computed = product.UsedLanes <= kernel.Lanes / 2 ? kernel.Lanes / 2 : kernel.Lanes;
            var y = product.Multiply();
            for (var row = -RandomProduct.GuardRows; row < product.Rows + RandomProduct.GuardRows; row++)
            {
                for (var lane = row >= 0 && row < product.Rows ? computed : 0; lane < product.YStride; lane++)
                {
                    Rounding.AssertSameBits(product.Before(row, lane), product.At(y, row, lane), $"{product}: y", row, lane);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Narrow_and_wide_tiles_give_the_same_bits_and_so_does_a_sum_that_is_continued(string name)
    {
        var kernel = GemmMicroKernel.Find(name)!;
        for (var seed = 0; seed < 60; seed++)
        {
            var product = new RandomProduct(kernel, seed);
            var wide = product.Multiply(kernel.Lanes);
            product.AssertSameBits(wide, product.Multiply(kernel.Lanes / 2), kernel.Lanes / 2);
            product.AssertSameBits(wide, product.MultiplyBlockByBlock(kernel.Lanes), kernel.Lanes);
            product.AssertSameBits(wide, product.MultiplyBlockByBlock(kernel.Lanes / 2), kernel.Lanes / 2);
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void A_scale_that_is_not_finite_makes_its_products_not_finite_and_no_others(string name)
    {
        var kernel = GemmMicroKernel.Find(name)!;
        foreach (var scale in (float[])[float.NaN, float.PositiveInfinity, float.NegativeInfinity])
        {
            var product = new RandomProduct(kernel, seed: 1);
            product.ScaleOf(row: 0, block: 0) = scale;
            var y = product.Multiply();
            for (var row = 0; row < product.Rows; row++)
            {
                for (var lane = 0; lane < product.UsedLanes; lane++)
                {
                    Assert.Equal(row > 0, float.IsFinite(product.At(y, row, lane)));
                }
            }
        }
    }

    /// <summary>One product of random integers, with an output of rubbish and guard rows around.</summary>
    private sealed class RandomProduct
    {
        public const int GuardRows = 13;

        private readonly GemmMicroKernel _kernel;
        private readonly int _lanes;
        private readonly int _blocks;
        private readonly bool _accumulate;
        private readonly int _seed;
        private readonly short[] _w;
        private readonly float[] _scales;
        private readonly int[] _x;
        private readonly float[] _xScales;
        private readonly float[] _y;

        public RandomProduct(GemmMicroKernel kernel, int seed, bool extreme = false)
        {
            var random = new Random(seed);
            (_kernel, _lanes, _seed) = (kernel, kernel.Lanes, seed);
            Rows = random.Next(1, 41);
            _blocks = random.Next(1, 9);
            UsedLanes = random.Next(1, _lanes + 1);
            _accumulate = seed % 2 == 1;
            YStride = _lanes + random.Next(0, 9);
            _w = [.. Enumerable.Range(0, (Rows + 11) * 256)
                .Select(_ => (short)(extreme ? (random.Next(9) == 0 ? -4096 : 4096) : random.Next(-4096, 4097)))];
            _scales = RandomFloats.Create(random, (Rows + 11) * 8);
            _x = [.. Enumerable.Range(0, 128 * _lanes).Select(_ => Pair(Integer(), Integer()))];
            _xScales = RandomFloats.Create(random, 8 * _lanes);
            _y = RandomFloats.Create(random, (GuardRows + Rows + GuardRows) * YStride, scale: 10);

            // In the extreme case all products of a lane have the same sign: the largest sum there is.
            short Integer() => (short)(extreme ? QuantizedPanels.MaxMagnitude : random.Next(-16383, 16384));
            static int Pair(short low, short high) => (low & 0xFFFF) | (high << 16);
        }

        public int Rows { get; }

        public int UsedLanes { get; }

        public int YStride { get; }

        public ref float ScaleOf(int row, int block) => ref _scales[(row * 8) + block];

        public float At(float[] y, int row, int lane) => y[((GuardRows + row) * YStride) + lane];

        public float Before(int row, int lane) => At(_y, row, lane);

        public (double Value, double Magnitude) Expected(int row, int lane)
        {
            var value = _accumulate ? Before(row, lane) : 0.0;
            var magnitude = Math.Abs(value);
            for (var block = 0; block < _blocks; block++)
            {
                var sum = 0L;
                for (var i = 0; i < 32; i++)
                {
                    var pair = _x[((16 * block) + (i / 2)) * _lanes + lane];
                    sum += _w[(row * 256) + (32 * block) + i] * (short)(i % 2 == 0 ? pair : pair >> 16);
                }

                Assert.InRange(sum, int.MinValue, int.MaxValue);
                var product = sum * (double)_scales[(row * 8) + block] * _xScales[(block * _lanes) + lane];
                value += product;
                magnitude += Math.Abs(product);
            }

            return (value, magnitude);
        }

        public float[] Multiply(int? usedLanes = null)
        {
            float[] result = [.. _y];
            Multiply(result, 0, _blocks, usedLanes ?? UsedLanes, _accumulate);
            return result;
        }

        public float[] MultiplyBlockByBlock(int usedLanes)
        {
            float[] result = [.. _y];
            for (var block = 0; block < _blocks; block++)
            {
                Multiply(result, block, 1, usedLanes, _accumulate || block > 0);
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

        public override string ToString() => $"seed {_seed}, {Rows} rows x {_blocks} blocks, {UsedLanes} of {_lanes} lanes";

        private void Multiply(float[] result, int firstBlock, int blocks, int usedLanes, bool accumulate)
        {
            fixed (short* w = _w)
            fixed (int* x = _x)
            fixed (float* scales = _scales, xScales = _xScales, y = result)
            {
                _kernel.Integers!.Multiply(
                    w + (32 * firstBlock), scales + firstBlock, Rows, x + (16 * firstBlock * _lanes), xScales + (firstBlock * _lanes),
                    blocks, usedLanes, y + (GuardRows * YStride), YStride, accumulate);
            }
        }
    }
}
