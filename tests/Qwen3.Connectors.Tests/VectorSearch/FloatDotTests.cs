using Qwen3.Connectors.VectorSearch.Arithmetic;

namespace Qwen3.Connectors.Tests.VectorSearch;

public class FloatDotTests
{
    public static TheoryData<int, int, int> Shapes
    {
        get
        {
            var shapes = new TheoryData<int, int, int>();
            foreach (var stride in (int[])[8, 16, 264, 1024])
            {
                foreach (var rows in Enumerable.Range(1, 9))
                {
                    shapes.Add(rows, 1, stride);
                    shapes.Add(rows, 2, stride);
                    shapes.Add(rows, 3, stride);
                }
            }

            return shapes;
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Every_tile_gives_the_sums_of_a_double_loop_and_to_the_bit_those_of_a_pair_alone(int rowCount, int queryCount, int stride)
    {
        var rows = RandomVectors.Create(rowCount, stride, seed: 1);
        var queries = RandomVectors.Create(queryCount, stride, seed: 2);
        var scores = new float[queryCount * rowCount];
        FloatDot.Many(Flat(rows), Flat(queries), stride, scores);
        for (var query = 0; query < queryCount; query++)
        {
            for (var row = 0; row < rowCount; row++)
            {
                var score = scores[(query * rowCount) + row];
                Assert.Equal(SlowSearch.Dot(queries[query], rows[row]), score, 1e-5 * stride);
                Assert.Equal(FloatDot.One(rows[row].Span, queries[query].Span), score);
            }
        }
    }

    private static float[] Flat(ReadOnlyMemory<float>[] vectors) => [.. vectors.SelectMany(vector => vector.ToArray())];
}
