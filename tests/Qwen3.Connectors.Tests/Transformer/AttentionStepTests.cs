using Qwen3.Connectors.Inference.KvCache;
using Qwen3.Connectors.Inference.Transformer;

namespace Qwen3.Connectors.Tests.Transformer;

/// <summary>A short call waits for one step of a long text's attention, not for all of it.</summary>
public class AttentionStepTests
{
    private const int Lanes = 16;

    [Theory]
    [InlineData(1, 0)]
    [InlineData(1024, 0)]
    [InlineData(1024, 7000)]
    [InlineData(1000, 31_768)]
    [InlineData(17, 4_000_000)]
    public void Steps_cover_all_queries_in_whole_panels_with_bounded_work(int count, int firstPosition)
    {
        var segment = new Segment(parent: null, firstToken: 0, length: firstPosition + count);
        var tokens = Enumerable.Range(firstPosition, count).Select(position => new QueryToken(segment, position)).ToArray();

        var steps = Attention.Steps(tokens, Lanes);

        Assert.Equal(Enumerable.Range(0, count), steps.SelectMany(step => Enumerable.Range(step.First, step.Count)));
        Assert.All(steps, step => Assert.Equal(0, step.First % Lanes));
        Assert.All(steps, step => Assert.True(
            step.Count <= Lanes || (long)step.Count * (firstPosition + count) <= 1 << 21, $"{step.Count} queries in one step"));
    }

    [Fact]
    public void Texts_of_one_chunk_need_one_step()
    {
        var segment = new Segment(parent: null, firstToken: 0, length: 1024);
        var tokens = Enumerable.Range(0, 1024).Select(position => new QueryToken(segment, position)).ToArray();

        Assert.Equal([(0, 1024)], Attention.Steps(tokens, Lanes));
    }
}
