using System.Text.RegularExpressions;
using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Models.Catalog;

/// <summary>
/// A parsed name: <c>[hf.co/][owner/]qwen3-embedding-0.6b[-gguf][:quantization]</c>, with <c>:</c> or <c>-</c> before size and
/// quantization.
/// </summary>
internal sealed partial record ModelName(string? Owner, ModelKind Kind, string Size, string? Quantization)
{
    public static bool TryParse(string? text, out ModelName name)
    {
        var match = Pattern().Match(text ?? "");
        name = new(
            Optional(match.Groups["owner"]),
            match.Groups["kind"].Value.StartsWith("E", StringComparison.OrdinalIgnoreCase) ? ModelKind.Embedding : ModelKind.Reranker,
            match.Groups["size"].Value,
            Optional(match.Groups["quantization"]));
        return match.Success;
    }

    /// <summary>Parses a name without a size, such as Ollama's <c>qwen3-embedding</c> or <c>qwen3-embedding:latest</c>.</summary>
    public static bool TryParseFamily(string text, out ModelKind kind)
    {
        var match = Family().Match(text);
        kind = match.Groups["kind"].Value.StartsWith("E", StringComparison.OrdinalIgnoreCase) ? ModelKind.Embedding : ModelKind.Reranker;
        return match.Success;
    }

    /// <summary>Whether the text looks like a name of the catalog: a file with such a name would have an extension.</summary>
    public static bool LooksLikeName(string text) => Beginning().IsMatch(text);

    /// <summary>
    /// Finds the file of this name. An owner must be the model's, the file's, or the owner of the widely used Ollama tags.
    /// </summary>
    public CatalogModel? FindIn(IEnumerable<CatalogModel> models) => models.FirstOrDefault(model =>
        model.Kind == Kind
        && Same(model.Size, Size)
        && (Quantization is null ? model.IsDefault : Same(model.Quantization, Same(Quantization, "FP16") ? "F16" : Quantization))
        && (Owner is null || Same(Owner, "Qwen") || Same(Owner, "dengcao")
            || model.Repository.StartsWith($"{Owner}/", StringComparison.OrdinalIgnoreCase)));

    private static bool Same(string a, string b) => a.Equals(b, StringComparison.OrdinalIgnoreCase);

    private static string? Optional(Group group) => group.Success ? group.Value : null;

    [GeneratedRegex(
        @"^((hf\.co|huggingface\.co)/)?((?<owner>\w[\w.-]*)/)?qwen3-(?<kind>embedding|reranker)[-:](?<size>0\.6b|4b|8b)" +
        @"(-gguf)?([-:](?<quantization>\w+))?\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();

    [GeneratedRegex(
        @"^((hf\.co|huggingface\.co)/)?(\w[\w.-]*/)?qwen3-?(?<kind>embedding|reranker)(-gguf)?(:latest)?\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Family();

    [GeneratedRegex(@"^((hf\.co|huggingface\.co)/)?(\w[\w.-]*/)?qwen3-?(embedding|reranker)[^/\\]*\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Beginning();
}
