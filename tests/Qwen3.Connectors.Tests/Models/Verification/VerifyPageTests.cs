using System.Globalization;
using System.Text.RegularExpressions;
using Qwen3.Connectors.Models.Verification.Checks;
using Qwen3.Connectors.Tests.Cli;

namespace Qwen3.Connectors.Tests.Models.Verification;

/// <summary>What docs/verify.md shows is what happens.</summary>
public partial class VerifyPageTests
{
    private static readonly string s_page = File.ReadAllText(TestData.File("docs", "verify.md")).ReplaceLineEndings("\n");

    [Fact]
    public async Task Its_output_is_the_real_one()
    {
        var run = await CliRun.OnRealModelAsync("verify", GoldenModels.EmbeddingFile);
        var expected = run.Output.ReplaceLineEndings("\n").Replace(GoldenModels.EmbeddingFile,
            "samples/models/qwen3-mini-embedding.Q8_0.gguf", StringComparison.Ordinal).TrimEnd();

        // How far the worst value is off differs with the CPU, where sums are taken in another order.
        Assert.Equal(Worst().Replace(expected, ""), Worst().Replace(Block().Match(s_page).Groups[1].Value, ""));
    }

    [Fact]
    public void Its_models_and_tolerances_are_those_of_the_data()
    {
        Assert.All(KnownModels.Own.Models.Take(6), model => Assert.Contains(model.Name, s_page, StringComparison.Ordinal));
        var similarity = KnownModels.Own.Tolerances["similarity"].GroupBy(pair => pair.Value).Select(group =>
            $"{Number(group.Key)} with {Join([.. group.Select(pair => pair.Key)])}");
        Assert.Contains($"A similarity: {string.Join(", ", similarity)};", s_page, StringComparison.Ordinal);
        Assert.All(KnownModels.Own.Tolerances["similarity"], pair => Assert.Equal(pair.Value + 0.01,
            KnownModels.Own.Tolerances["similarity, bf16"][pair.Key], 1e-9));
        var logit = KnownModels.Own.Tolerances["logit"];
        Assert.Equal(["F32", "F16", "BF16", "Q8_0"], logit.Keys);
        Assert.Contains($"A logit of Red Planet: {Number(logit["F32"])} unquantised, {Number(logit["Q8_0"])} with Q8_0.", s_page,
            StringComparison.Ordinal);
        Assert.Contains($"{Number(KnownModels.Own.Tolerances["same file"]["Q8_0"])}, and " +
            $"{Number(KnownModels.Own.Tolerances["same file, logit"]["Q8_0"])} of a logit", s_page, StringComparison.Ordinal);
    }

    private static string Join(string[] names) => names.Length == 1 ? names[0] : $"{string.Join(", ", names[..^1])} and {names[^1]}";

    private static string Number(double value) => value.ToString("0.#####", CultureInfo.InvariantCulture);

    [GeneratedRegex("```text\n(.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("at most [0-9.]+ off")]
    private static partial Regex Worst();
}
