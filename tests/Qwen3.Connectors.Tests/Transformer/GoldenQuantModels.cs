using System.Text.Json;

namespace Qwen3.Connectors.Tests.Transformer;

/// <summary>One tiny model in 27 file types, and what each must embed to.</summary>
internal static class GoldenQuantModels
{
    private static readonly Lazy<(string[] Texts, Dictionary<string, double[][]> Files)> Golden = new(Read);

    /// <summary>The texts that the golden vectors are of.</summary>
    public static string[] Texts => Golden.Value.Texts;

    /// <summary>The file names.</summary>
    public static IEnumerable<string> Files => Golden.Value.Files.Keys;

    /// <summary>The vectors of a file, <c>[texts x hidden]</c>.</summary>
    public static double[][] VectorsOf(string file) => Golden.Value.Files[file];

    /// <summary>Where a file lies.</summary>
    public static string PathOf(string file) => TestData.File("tests", "data", "quant-models", file);

    private static (string[] Texts, Dictionary<string, double[][]> Files) Read()
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(PathOf("golden.json")));
        var texts = json.RootElement.GetProperty("texts").Deserialize<string[]>()!;
        return (texts, json.RootElement.GetProperty("files").Deserialize<Dictionary<string, double[][]>>()!);
    }
}
