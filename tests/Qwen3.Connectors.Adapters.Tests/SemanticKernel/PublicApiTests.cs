using Qwen3.Connectors.SemanticKernel;
using Qwen3.Connectors.Tests;

namespace Qwen3.Connectors.Adapters.Tests.SemanticKernel;

/// <summary>The package's reviewed surface; see the tests of the same name of the other packages.</summary>
public class PublicApiTests
{
    private const string UpdateVariable = "QWEN3_UPDATE_PUBLIC_API";

    [Fact]
    public void The_public_surface_is_the_reviewed_one()
    {
        var file = TestData.File("src", "Qwen3.Connectors.SemanticKernel", "PublicApi.txt");
        var actual = PublicApi.Of(typeof(RerankingFunctionFilter).Assembly);
        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1")
        {
            File.WriteAllText(file, actual);
        }

        Assert.True(File.ReadAllText(file).ReplaceLineEndings("\n") == actual, $"The public surface is not that of {file}. If the change is meant, run this test with {UpdateVariable}=1 and review the difference.");
    }
}
