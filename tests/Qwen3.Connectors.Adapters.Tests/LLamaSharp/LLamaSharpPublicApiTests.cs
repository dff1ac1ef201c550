using Qwen3.Connectors.LLamaSharp;
using Qwen3.Connectors.Tests;

namespace Qwen3.Connectors.Adapters.Tests.LLamaSharp;

/// <summary>As for the other packages: <c>PublicApi.txt</c> beside the project is what was reviewed.</summary>
public class LLamaSharpPublicApiTests
{
    private const string UpdateVariable = "QWEN3_UPDATE_PUBLIC_API";

    [Fact]
    public void The_public_surface_is_the_reviewed_one()
    {
        var file = TestData.File("src", "Qwen3.Connectors.LLamaSharp", "PublicApi.txt");
        var actual = PublicApi.Of(typeof(LLamaSharpBackend).Assembly);
        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1")
        {
            File.WriteAllText(file, actual);
        }

        Assert.True(
            File.ReadAllText(file).ReplaceLineEndings("\n") == actual,
            $"The public surface is not that of {Path.GetFileName(file)}. "
            + $"If the change is meant, run this test with {UpdateVariable}=1 and review the difference.");
    }
}
