using System.Text.RegularExpressions;
using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Models.Verification;
using Qwen3.Connectors.Tests.Gguf;

namespace Qwen3.Connectors.Tests.Models.Verification;

/// <summary>A wrong file is refused with the reason (promise 18): on loading, by verification in the same words, and docs/model-files.md lists it.</summary>
public class RefusedFileTests
{
    public static TheoryData<string> Kinds => [.. BadFileZoo.Refused.Select(file => file.Name)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Loading_refuses_it_and_says_what_to_do(string kind)
    {
        var bad = Find(kind);
        using var file = new TemporaryFile(bad.Content(), bad.FileName);
        var exception = Assert.Throws<InvalidModelException>(() => (bad.AsReranker ? (IDisposable)RerankerModel.Load(file.Path) : EmbeddingModel.Load(file.Path)).Dispose());
        Assert.Equal(file.Path, exception.Path);
        Assert.Contains(bad.Found, exception.Found, StringComparison.Ordinal);
        Assert.NotEmpty(exception.Expected);
        Assert.Equal(bad.Advice, exception.Advice);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Verification_says_the_same_or_verifies_it_as_what_it_is(string kind)
    {
        var bad = Find(kind);
        var result = await Verified.BytesAsync(bad.Content(), bad.FileName);
        if (kind.Contains("loaded to", StringComparison.Ordinal))
        {
            // Nobody said here what it is for.
            Assert.True(result.Passed);
            return;
        }

        var failed = result.Checks.Last(check => check.Outcome == ModelCheckOutcome.Failed);
        Assert.Equal(bad.Advice, failed.Advice);
        Assert.False(result.Passed);
        Assert.All(result.Checks.Where(check => check.Outcome == ModelCheckOutcome.Failed), check => Assert.False(string.IsNullOrEmpty(check.Reason) || string.IsNullOrEmpty(check.Advice)));
    }

    [Fact]
    public void The_page_lists_every_kind_with_its_advice()
    {
        var rows = Regex.Matches(File.ReadAllText(TestData.File("docs", "model-files.md")), @"^\| ([^|]+) \| ([^|]+) \|$", RegexOptions.Multiline)
            .Select(row => (row.Groups[1].Value, row.Groups[2].Value.Replace("\\<", "<", StringComparison.Ordinal))).ToHashSet();
        Assert.All(BadFileZoo.Refused, bad => Assert.Contains((bad.Name, bad.Advice), rows));
    }

    private static BadFile Find(string kind) => BadFileZoo.Refused.Single(file => file.Name == kind);
}
