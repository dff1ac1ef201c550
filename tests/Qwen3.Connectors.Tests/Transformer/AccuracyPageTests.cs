using System.Globalization;
using System.Text.RegularExpressions;

namespace Qwen3.Connectors.Tests.Transformer;

public partial class AccuracyPageTests
{
    [Fact]
    public void The_table_of_weight_formats_is_what_the_golden_vectors_say()
    {
        var rows = Row().Matches(File.ReadAllText(TestData.File("docs", "accuracy.md")));
        Assert.Equal(
            GoldenQuantModels.Files.Select(Path.GetFileNameWithoutExtension).Order(), rows.Select(row => row.Groups[1].Value).Order());
        var exact = GoldenQuantModels.VectorsOf("f32.gguf");
        foreach (var row in rows.Cast<Match>())
        {
            var cosines = GoldenQuantModels.VectorsOf($"{row.Groups[1].Value}.gguf").Zip(exact, Cosine).ToArray();
            Assert.Equal(Number(row, 2), new FileInfo(GoldenQuantModels.PathOf($"{row.Groups[1].Value}.gguf")).Length / 1e6, 0.006);
            Assert.Equal(Number(row, 3), cosines.Average(), 0.0001);
            Assert.Equal(Number(row, 4), cosines.Min(), 0.0001);
        }
    }

    private static double Number(Match row, int group) => double.Parse(row.Groups[group].Value, CultureInfo.InvariantCulture);

    private static double Cosine(double[] a, double[] b) =>
        a.Zip(b, (x, y) => x * y).Sum() / Math.Sqrt(a.Sum(x => x * x) * b.Sum(y => y * y));

    [GeneratedRegex(@"^\| `(\w+)` \| ([\d.]+) \| ([\d.]+) \| ([\d.]+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
