using Qwen3.Connectors.LLamaSharp.Native;

namespace Qwen3.Connectors.Adapters.Tests.LLamaSharp;

public class SequenceGroupTests
{
    [Fact]
    public void Random_sequences_are_all_in_a_group_that_fits_and_shares_what_all_of_it_have()
    {
        var random = new Random(7);
        for (var run = 0; run < 200; run++)
        {
            var beginnings = Enumerable.Range(0, 3).Select(_ => Ids(random, random.Next(0, 40))).ToArray();
            int[][] sequences =
                [.. Enumerable.Range(0, 30).Select(_ => (int[])[.. beginnings[random.Next(3)], .. Ids(random, random.Next(1, 30))])];
            var (maxTokens, maxCount) = (random.Next(16, 200), random.Next(1, 12));
            var groups = SequenceGroup.Divide(sequences, maxTokens, maxCount, sharePrefixes: true);
            Assert.Equal(sequences.Length, groups.Sum(group => group.Count));
            var next = 0;
            foreach (var group in groups)
            {
                var members = sequences[next..(next + group.Count)];
                Assert.Equal(next, group.Start);
                Assert.InRange(group.Count, 1, maxCount);
                Assert.Equal(group.PrefixLength + members.Sum(member => member.Length - group.PrefixLength), group.CellCount);
                Assert.True(group.CellCount <= maxTokens || group.Count == 1);
                Assert.All(
                    members,
                    member =>
                        Assert.True(
                            member.Length > group.PrefixLength && member.AsSpan().StartsWith(members[0].AsSpan(0, group.PrefixLength))));
                next += group.Count;
            }
        }
    }

    [Fact]
    public void Two_calls_with_long_queries_of_their_own_are_two_groups()
    {
        int[] template = [.. Enumerable.Range(0, 20)];
        int[] one = [.. template, .. Enumerable.Repeat(100, 50)], other = [.. template, .. Enumerable.Repeat(200, 50)];
        int[][] sequences = [[.. one, 1, 9], [.. one, 2, 9], [.. one, 3, 9], [.. other, 1, 9], [.. other, 2, 9]];
        var groups = SequenceGroup.Divide(sequences, 1000, 64, sharePrefixes: true);
        Assert.Equal([new(0, 3, 70, 76), new(3, 2, 70, 74)], groups);
    }

    [Fact]
    public void A_sequence_that_is_all_beginning_keeps_its_last_token()
    {
        int[] ids = [.. Enumerable.Range(0, 20)];
        Assert.Equal([new(0, 2, 19, 21)], SequenceGroup.Divide([ids, ids], 1000, 64, sharePrefixes: true));
    }

    [Fact]
    public void Nothing_is_shared_where_it_is_not_asked_for()
    {
        int[] ids = [.. Enumerable.Range(0, 20)];
        Assert.Equal([new(0, 2, 0, 40)], SequenceGroup.Divide([ids, ids], 1000, 64, sharePrefixes: false));
    }

    private static int[] Ids(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.Next(3))];
}
