using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Qwen3.Connectors.Inference.Formats;

namespace Qwen3.Connectors.Inference.Kernels;

/// <summary>
/// Activations <c>[K x tokens]</c> rounded to 15-bit integers in blocks of 32 values: the right operand of integer products.
/// </summary>
/// <remarks>
/// The scale of a token's block is its largest magnitude / 16383. Micro-panels are cut into slices of 256 values along K. A slice holds
/// pairs of values, the one of an even k in the low 16 bits, <c>[128 x lanes]</c>; the scales, <c>[8 x lanes]</c>; and for formats with
/// minimums the sums of the rounded values, of blocks of 32, <c>[8 x lanes]</c>, and of their halves, <c>[16 x lanes]</c>.
/// </remarks>
internal sealed unsafe class QuantizedPanels : IDisposable
{
    /// <summary>The largest magnitude of a rounded value: 32 products with a weight of up to 4096 are less than 2^31.</summary>
    public const int MaxMagnitude = (1 << 14) - 1;

    private const int Slice = PackedIntegers.Slice;
    private const int Block = IntegerFormat.ScaleLength;
    private const int SliceBlocks = Slice / Block;
    private const int RowsPerSlice = (Slice / 2) + (4 * SliceBlocks);

    // Added to a float of small magnitude, it rounds it to an integer, which is then in the low bits.
    private const float Magic = 12582912f;

    // Smaller blocks are as good as zero; their scale must have a finite inverse.
    private const float SmallestMaximum = 1e-30f;

    private readonly FloatBuffer _buffer = new();
    private int _lanes;
    private int _slices;

    /// <summary>Floats of the buffer for so many values of so many tokens, for estimates.</summary>
    public static long FloatsFor(int lanes, int tokens, int k) =>
        (long)PanelView.PanelsFor(tokens, lanes) * lanes * PackedIntegers.SlicesFor(k) * RowsPerSlice;

    /// <summary>Allocates memory for so many values of so many tokens, which <see cref="Quantize"/> fills.</summary>
    public void Reserve(int lanes, int tokens, int k)
    {
        _lanes = lanes;
        _slices = PackedIntegers.SlicesFor(k);
        _buffer.Reserve(FloatsFor(lanes, tokens, k));
    }

    /// <summary>The pairs of a slice of a panel, <c>[128 x lanes]</c>.</summary>
    public int* Pairs(int panel, int slice) => (int*)(_buffer.Data + (((long)panel * _slices) + slice) * RowsPerSlice * _lanes);

    /// <summary>The scales of a slice of a panel, <c>[8 x lanes]</c>.</summary>
    public float* Scales(int panel, int slice) => (float*)Pairs(panel, slice) + (Slice / 2 * _lanes);

    /// <summary>The sums that belong to the minimums of a format, <c>[256 / minimumLength x lanes]</c>.</summary>
    public float* Sums(int panel, int slice, int minimumLength) =>
        Scales(panel, slice) + ((minimumLength == Block ? 1 : 2) * SliceBlocks * _lanes);

    /// <summary>Rounds one panel.</summary>
    /// <param name="panel">The panel's index.</param>
    /// <param name="x"><c>[k x lanes]</c>.</param>
    /// <param name="k">Values of a token; a multiple of 32.</param>
    public void Quantize(int panel, float* x, int k)
    {
        for (var slice = 0; slice * Slice < k; slice++)
        {
            var pairs = Pairs(panel, slice);
            var scales = Scales(panel, slice);
            var blocks = Math.Min(SliceBlocks, (k - (slice * Slice)) / Block);
            for (var block = 0; block < blocks; block++, x += Block * _lanes)
            {
                QuantizeBlock(
                    x, _lanes, pairs + (block * Block / 2 * _lanes), scales + (block * _lanes),
                    scales + ((SliceBlocks + block) * _lanes), scales + (2 * (SliceBlocks + block) * _lanes));
            }
        }
    }

    public void Dispose() => _buffer.Dispose();

    /// <summary>Rounds 32 values of each token of a panel.</summary>
    /// <param name="x"><c>[32 x lanes]</c>.</param>
    /// <param name="lanes">Panel width, a multiple of 8.</param>
    /// <param name="pairs"><c>[16 x lanes]</c>.</param>
    /// <param name="scales"><c>[lanes]</c>.</param>
    /// <param name="sums"><c>[lanes]</c>.</param>
    /// <param name="halfSums"><c>[2 x lanes]</c>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void QuantizeBlock(float* x, int lanes, int* pairs, float* scales, float* sums, float* halfSums)
    {
        for (var lane = 0; lane < lanes; lane += 8)
        {
            // As integers, magnitudes compare like floats, with infinity and NaN above all: these become the scale, and then the product.
            var magnitude = Vector256.Create(int.MaxValue);
            var maximum = Vector256.Create(SmallestMaximum).AsInt32();
            var source = (int*)x + lane;
            for (var i = 0; i < Block; i++, source += lanes)
            {
                maximum = Vector256.Max(maximum, Vector256.Load(source) & magnitude);
            }

            var scale = maximum.AsSingle() * (1f / MaxMagnitude);
            scale.Store(scales + lane);
            var inverse = Vector256.Create((float)MaxMagnitude) / maximum.AsSingle();
            var first = RoundHalf(x + lane, lanes, inverse, pairs + lane);
            var second = RoundHalf(x + (Block / 2 * lanes) + lane, lanes, inverse, pairs + (Block / 4 * lanes) + lane);
            (Vector256.ConvertToSingle(first + second) * scale).Store(sums + lane);
            (Vector256.ConvertToSingle(first) * scale).Store(halfSums + lane);
            (Vector256.ConvertToSingle(second) * scale).Store(halfSums + lanes + lane);
        }
    }

    /// <summary>Rounds 16 values of eight tokens to nearest, ties to even, and returns the sums of the integers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> RoundHalf(float* x, int lanes, Vector256<float> inverse, int* pairs)
    {
        var magic = Vector256.Create(Magic);
        var low = Vector256.Create(0xFFFF);
        var sum = Vector256<int>.Zero;
        for (var i = 0; i < Block / 4; i++, x += 2 * lanes, pairs += lanes)
        {
            var even = ((Vector256.Load(x) * inverse) + magic).AsInt32();
            var odd = ((Vector256.Load(x + lanes) * inverse) + magic).AsInt32();
            sum += even + odd;
            ((even & low) | (odd << 16)).Store(pairs);
        }

        return sum - Vector256.Create(unchecked(Block / 2 * 0x4B40_0000));
    }
}
