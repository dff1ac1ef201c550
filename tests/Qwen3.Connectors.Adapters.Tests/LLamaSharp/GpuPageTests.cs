using System.Globalization;
using Qwen3.Connectors.LLamaSharp;
using Qwen3.Connectors.Tests;

namespace Qwen3.Connectors.Adapters.Tests.LLamaSharp;

/// <summary>What docs/gpu.md says is so.</summary>
public class GpuPageTests
{
    private static readonly string s_page = File.ReadAllText(TestData.File("docs", "gpu.md"));

    [Fact]
    public void Its_table_has_every_option_with_its_default()
    {
        var defaults = new LLamaSharpOptions();
        foreach (var option in typeof(LLamaSharpOptions).GetProperties())
        {
            var shown = option.GetValue(defaults) switch
            {
                null => "null:",
                int number => number.ToString(CultureInfo.InvariantCulture) + " |",
                _ => "empty:",
            };
            Assert.Contains($"| `{option.Name}` | {shown}", s_page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Its_version_is_the_one_of_the_build()
    {
        var versions = File.ReadAllText(TestData.File("Directory.Packages.props"));
        Assert.Contains("""Include="LLamaSharp" Version="0.30.0" """.TrimEnd(), versions, StringComparison.Ordinal);
        Assert.Contains("LLamaSharp.Backend.Cuda12 --version 0.30.0", s_page, StringComparison.Ordinal);
    }
}
