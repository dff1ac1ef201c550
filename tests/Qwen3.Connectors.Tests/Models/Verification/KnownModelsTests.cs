using Qwen3.Connectors.Models.Verification;
using Qwen3.Connectors.Models.Verification.Checks;
using Qwen3.Connectors.Tests.Tokenization;

namespace Qwen3.Connectors.Tests.Models.Verification;

/// <summary>The data that verification stands on.</summary>
public class KnownModelsTests
{
    private static readonly KnownModels s_known = KnownModels.Own;

    public static TheoryData<string> WeightTypes => ["F32", "F16", "BF16", "Q8_0", "Q6_K", "Q5_K", "Q4_K", "Q2_K", "IQ3_S"];

    [Fact]
    public void The_six_models_and_the_bundled_ones_are_known_with_numbers_for_each() =>
        Assert.Equal(
            ["Qwen3-Embedding-0.6B", "Qwen3-Embedding-4B", "Qwen3-Embedding-8B", "Qwen3-Reranker-0.6B", "Qwen3-Reranker-4B", "Qwen3-Reranker-8B", "Qwen3 mini embedding", "Qwen3 mini reranker"],
            s_known.Models.Where(model => model.Similarities.Length + model.Rerankings.Length > 0).Select(model => model.Name));

    [Fact]
    public void The_numbers_of_the_bundled_models_are_those_of_their_golden_file()
    {
        var golden = GoldenModels.Load();
        var similarity = Assert.Single(s_known.Models.Single(model => model.Name == "Qwen3 mini embedding").Similarities);
        Assert.Equal(golden.Queries, similarity.Queries);
        Assert.Equal(golden.Documents.Take(4), similarity.Documents);
        Assert.All(similarity.Similarity.Index(), row => Assert.All(row.Item.Index(), cell => Assert.Equal(Dot(golden.QueryEmbeddings[row.Index], golden.DocumentEmbeddings[cell.Index]), cell.Item, 1e-6)));
        var rerankings = s_known.Models.Single(model => model.Name == "Qwen3 mini reranker").Rerankings;
        Assert.Equal(golden.Queries, rerankings.Select(reranking => reranking.Query));
        Assert.Equal(golden.YesProbabilities.SelectMany(row => row.Take(4)), rerankings.SelectMany(reranking => reranking.Probabilities!));
    }

    [Fact]
    public void The_ids_of_the_real_vocabulary_are_those_that_the_tokenizer_gives()
    {
        var tokenizer = TestVocabulary.RealTokenizer;
        Assert.All(s_known.Vocabularies["qwen"].Sequences, sequence => Assert.Equal(sequence.Ids, tokenizer.Encode(sequence.Text)));
        Assert.Equal(s_known.Vocabularies["qwen"].Merges, TestVocabulary.Real.Merges.Count);
    }

    [Theory]
    [MemberData(nameof(WeightTypes))]
    public void Published_similarities_pass_and_one_beyond_its_tolerance_fails(string weightType)
    {
        foreach (var expected in s_known.Models.Take(6).SelectMany(model => model.Similarities))
        {
            var tolerance = s_known.ToleranceOf(expected.Tolerance, weightType);
            Assert.Equal(ModelCheckOutcome.Passed, GoldenNumbers.Compare(expected, expected.Similarity, tolerance, weightType).Outcome);
            for (var i = 0; tolerance is not null && i < expected.Similarity.Length * expected.Similarity[0].Length; i++)
            {
                Assert.Equal(ModelCheckOutcome.Passed, Moved(0.99).Outcome);
                Assert.Equal(ModelCheckOutcome.Failed, Moved(1.01).Outcome);
                Assert.Equal(ModelCheckOutcome.Failed, Moved(-1.01).Outcome);

                ModelCheck Moved(double share)
                {
                    var found = expected.Similarity.Select(row => row.ToArray()).ToArray();
                    found[i / found[0].Length][i % found[0].Length] += share * tolerance.Value;
                    return GoldenNumbers.Compare(expected, found, tolerance, weightType);
                }
            }
        }
    }

    [Theory]
    [InlineData("Q8_0", true, 0.7620252966880798, 0.14078938961029053, 0.1358368694782257, 0.6013815999031067)]
    [InlineData("Q8_0", false, 0.67, 0.14142508804798126, 0.13549736142158508, 0.5999549627304077)]
    [InlineData("Q4_K", false, 0.67, 0.14142508804798126, 0.13549736142158508, 0.5999549627304077)]
    [InlineData("IQ2_S", true, 0.67, 0.2, 0.2, 0.5)]
    [InlineData("IQ2_S", false, 0.6, 0.7, 0.2, 0.5)]
    public void Another_engine_passes_and_a_missing_end_token_fails(string weightType, bool passes, params double[] values)
    {
        var card = s_known.Models[0].Similarities[0];
        var check = GoldenNumbers.Compare(card, [values[..2], values[2..]], s_known.ToleranceOf(card.Tolerance, weightType), weightType);
        Assert.Equal(passes, check.Outcome == ModelCheckOutcome.Passed);
    }

    [Theory]
    [InlineData("Q8_0", true, 0.0427254, 0.9991922, 0.4064273, 0.9718495)]
    [InlineData("Q8_0", false, 0.0427254, 0.9991922, 0.46, 0.9718495)]
    [InlineData("Q4_K", true, 0.03, 0.995, 0.46, 0.96)]
    [InlineData("Q4_K", false, 0.2, 0.995, 0.46, 0.96)]
    [InlineData("Q4_K", false, 0.55859, 0.98828, 0.88672, 0.91016)]
    [InlineData("Q4_K", false, 0.5107, 0.7309, 0.6002, 0.7255)]
    [InlineData("Q4_K", false, 0.5, 0.5, 0.5, 0.5)]
    [InlineData("Q4_K", false, 0.03, 0.992, 0.46, 0.999)]
    public void Red_Planet_tells_a_missing_template_two_sigmoids_and_a_lost_head(string weightType, bool passes, params double[] probabilities)
    {
        var planets = s_known.Models.Single(model => model.Name == "Qwen3-Reranker-0.6B").Rerankings[0];
        var check = GoldenNumbers.Compare(planets, probabilities, s_known.ToleranceOf(planets.Tolerance, weightType), weightType);
        Assert.Equal(passes, check.Outcome == ModelCheckOutcome.Passed);
        Assert.Equal(passes, check.Reason is null);
    }

    [Theory]
    [InlineData(true, 0.2, 0.7)]
    [InlineData(false, 0.7, 0.2)]
    public void A_model_without_published_numbers_must_put_the_answer_first(bool passes, params double[] probabilities)
    {
        var question = s_known.Models.Single(model => model.Name == "Qwen3-Reranker-4B").Rerankings[0];
        Assert.Equal(passes, GoldenNumbers.Compare(question, probabilities, null, "Q8_0").Outcome == ModelCheckOutcome.Passed);
    }

    private static double Dot(double[] one, double[] other) => one.Zip(other, (x, y) => x * y).Sum();
}
