using System.Globalization;
using Qwen3.Connectors.Tests.Samples;

namespace Qwen3.Connectors.Tests.Cli;

/// <summary>Output and messages are the same in every culture.</summary>
public class CultureTests
{
    private static readonly CultureInfo s_other = CreateOther();

    [Theory]
    [InlineData("embed", "--model", "m", "a", "b")]
    [InlineData("rerank", "--model", "m", "--query", "q", "a", "b", "c")]
    [InlineData("tokens", "--model", "m", "a")]
    [InlineData("info", "--model", "m")]
    [InlineData("info", "--model", "m", "--json")]
    [InlineData("info", "--model", "m", "--batch-tokens", "256")]
    [InlineData("list")]
    [InlineData("list", "--json")]
    [InlineData("bench", "--model", "m", "--tokens", "-5")]
    [InlineData("embed", "--model", "m", "--dimensions", "9,9", "a")]
    [InlineData("embed", "--help")]
    public async Task Commands_write_the_same(params string[] arguments)
    {
        var expected = await CliRun.OnFakesAsync(arguments);
        CultureInfo.CurrentCulture = s_other;
        Assert.Equal(expected, await CliRun.OnFakesAsync(arguments));
    }

    [Fact]
    public async Task Verification_writes_the_same()
    {
        var expected = await CliRun.OnRealModelAsync("verify", CliRun.BundledEmbedding);
        CultureInfo.CurrentCulture = s_other;
        Assert.Equal(expected, await CliRun.OnRealModelAsync("verify", CliRun.BundledEmbedding));
    }

    [Fact]
    public void Benchmark_reports_are_the_same()
    {
        var expected = BenchmarkTests.FormatReport();
        CultureInfo.CurrentCulture = s_other;
        Assert.Equal(expected, BenchmarkTests.FormatReport());
    }

    [Fact]
    public async Task The_quick_start_writes_the_same()
    {
        var expected = await QuickstartTests.RunAsync();
        CultureInfo.CurrentCulture = s_other;
        Assert.Equal(expected, await QuickstartTests.RunAsync());
    }

    /// <summary>Made by hand, because the tests run with <c>InvariantGlobalization</c>, which has no other cultures.</summary>
    private static CultureInfo CreateOther()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = culture.NumberFormat.PercentDecimalSeparator = ",";
        culture.NumberFormat.NumberGroupSeparator = culture.NumberFormat.PercentGroupSeparator = ".";
        culture.NumberFormat.NegativeSign = "\u2212";
        culture.NumberFormat.PositiveSign = "\u02d6";
        culture.NumberFormat.PercentSymbol = "\u066a";
        return culture;
    }
}
