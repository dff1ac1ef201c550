using System.Globalization;
using Qwen3.Connectors.Tests.Formats;
using Qwen3.Connectors.Tests.Tokenization;
using Qwen3.Connectors.Tests.VectorSearch;
using Qwen3.Connectors.VectorSearch;

namespace Qwen3.Connectors.Tests.Cultures;

/// <summary>Numbers in messages do not depend on the culture of the thread.</summary>
public class CultureTests
{
    [Fact]
    public Task Message_tests_pass_under_another_culture() => OtherProcess.RunWith(
        TestCulture.Variable,
        "1",
        typeof(VectorIndexTests),
        typeof(IndexStorageTests),
        typeof(VectorQuantizationTests),
        typeof(VectorSimilarityTests),
        typeof(VocabularyCheckTests),
        typeof(BlockFormatTests));

    [Fact]
    public void Messages_of_vector_search_have_invariant_numbers()
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = TestCulture.Create();
        try
        {
            Assert.Equal("\u22121,5", $"{-1.5}");
            AssertMessage("The range of dimension 0 is 0.5 to -0.5;", () => new QuantizationRanges([0.5f], [-0.5f]));
            AssertMessage("Capacity is -1;", () => new VectorIndex(64, new() { Capacity = -1 }));
            AssertMessage("ScanDimensions is -2;", () => new VectorIndex(64, new() { ScanDimensions = -2 }));
            AssertMessage("CandidateMultiplier is -3;", () => new VectorIndex(64, new() { CandidateMultiplier = -3 }));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        static void AssertMessage(string expected, Func<object> action) =>
            Assert.StartsWith(expected, Assert.Throws<ArgumentException>(action).Message, StringComparison.Ordinal);
    }
}
