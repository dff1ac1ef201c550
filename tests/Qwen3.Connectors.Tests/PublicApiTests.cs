using System.Reflection;
using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Tests;

/// <summary>A change of a package's public surface must be seen in a diff: <c>PublicApi.txt</c> beside its project is what was reviewed.</summary>
public class PublicApiTests
{
    private const string UpdateVariable = "QWEN3_UPDATE_PUBLIC_API";

    public static TheoryData<string> Packages => ["Qwen3.Connectors.Inference", "Qwen3.Connectors"];

    [Theory]
    [MemberData(nameof(Packages))]
    public void The_public_surface_is_the_reviewed_one(string package)
    {
        var file = TestData.File("src", package, "PublicApi.txt");
        var actual = PublicApi.Of(Assembly.Load(package));
        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1")
        {
            File.WriteAllText(file, actual);
        }

        Assert.True(
            File.ReadAllText(file).ReplaceLineEndings("\n") == actual,
            $"The public surface of {package} is not that of {Path.GetFileName(file)}. If the change is meant, run this test with {UpdateVariable}=1 and review the difference.");
    }

    [Fact]
    public void The_listing_tells_kinds_members_and_nullability()
    {
        var listing = PublicApi.Of(typeof(EmbeddingModel).Assembly);
        Assert.Contains("sealed class EmbeddingModel : IDisposable", listing, StringComparison.Ordinal);
        Assert.Contains("static EmbeddingModel Load(String path, InferenceOptions? options = null)", listing, StringComparison.Ordinal);
        Assert.Contains("TruncateEnd = 1", listing, StringComparison.Ordinal);
        Assert.DoesNotContain("GgufFile", listing, StringComparison.Ordinal);
    }
}
