using System.Globalization;
using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Inference.Loading;

namespace Qwen3.Connectors.Models.Verification.Checks;

/// <summary>Checks what the header says about the network and its use.</summary>
internal static class HeaderChecks
{
    private const double TrainedRopeBase = 1e6;
    private const string Elsewhere = "Nothing is to be done here.";
    private const string ChooseAnother = "Choose another file, or convert the model again with a current llama.cpp.";

    public static ModelCheck Architecture(ModelHeader header)
    {
        const string Name = "architecture";
        const string Expected = "qwen3";
        var found = header.FindText("general.architecture");
        return found == Expected
            ? Checks.Pass(Name, Expected, found)
            : Checks.Fail(
                Name, Expected, found ?? "none", "Qwen3-Embedding and Qwen3-Reranker are of this architecture, and the engine computes no other.",
                "Choose a GGUF file of Qwen3-Embedding or Qwen3-Reranker.");
    }

    public static IEnumerable<ModelCheck> Of(ModelHeader header, FileIdentity identity) =>
    [
        Kind(identity),
        identity.Kind == ModelKind.Reranker ? RerankerPooling(header) : EmbeddingPooling(header),
        identity.Kind == ModelKind.Reranker
            ? Checks.Skip("end token", DescribeEnd(header), "A reranker's prompt ends with its template.")
            : EndToken(header),
        RopeBase(header),
        Context(header, identity),
    ];

    private static ModelCheck Kind(FileIdentity identity)
    {
        const string Name = "kind";
        const string Expected = "an embedding model or a reranker";
        return identity.Kind switch
        {
            ModelKind.Embedding => Checks.Pass(Name, Expected, "an embedding model"),
            ModelKind.Reranker => Checks.Pass(Name, Expected, "a reranker"),
            _ => Checks.Fail(
                Name, Expected, $"neither: no pooling type of the two, no {HeaderKeys.ConvertedHead}, and the name '{identity.Name}'",
                "A language model of the family has the same shape and loads just the same, but embeds and ranks badly.",
                "Choose a file of Qwen3-Embedding or Qwen3-Reranker; if this is one, choose a file whose header says so."),
        };
    }

    private static ModelCheck EmbeddingPooling(ModelHeader header)
    {
        const string Name = "pooling";
        const string Expected = "3 (last token)";
        var found = header.FindInteger(HeaderKeys.Pooling);
        return found switch
        {
            HeaderKeys.LastTokenPooling => Checks.Pass(Name, Expected, Expected),
            null or 0 => Checks.Correct(
                Name, Expected, DescribePooling(found), "The last token's vector is taken here, as the model was trained. Other programs may take the mean of all, and rank wrongly.",
                $"{Elsewhere} Elsewhere, set the pooling to the last token."),
            _ => Checks.Fail(
                Name, Expected, DescribePooling(found), "Vectors that are pooled otherwise than in training look healthy and rank wrongly.", ChooseAnother),
        };
    }

    private static ModelCheck RerankerPooling(ModelHeader header)
    {
        const string Name = "pooling";
        var found = header.FindInteger(HeaderKeys.Pooling);
        var isConverted = header.FindRows(HeaderKeys.ConvertedHead) is not null;
        var expected = isConverted ? "4 (rank)" : "none: a language model's head";
        return (isConverted ? found == HeaderKeys.RankPooling : found is null or 0) ? Checks.Pass(Name, expected, DescribePooling(found))
            : Checks.Correct(
                Name, expected, DescribePooling(found), "The answers' rows are taken from the head that the file has, whatever this key says. Other programs take another number for the score.",
                $"{Elsewhere} Elsewhere, choose a file that says pooling type 4 and has {HeaderKeys.ConvertedHead}.");
    }

    private static ModelCheck EndToken(ModelHeader header)
    {
        const string Name = "end token";
        const string Expected = "<|endoftext|>, added to every text";
        var addsEnd = header.FindFlag(HeaderKeys.AddsEnd) == true;
        return addsEnd && EndTokenOf(header) == "<|endoftext|>"
            ? Checks.Pass(Name, Expected, DescribeEnd(header))
            : Checks.Correct(
                Name, Expected, DescribeEnd(header), "Here every text ends with one <|endoftext|> all the same. Other programs leave it out, and cosines with right vectors fall to about 0.8.",
                $"{Elsewhere} Elsewhere, choose a file that was converted after August 2025.");
    }

    private static ModelCheck RopeBase(ModelHeader header)
    {
        const string Name = "rope base";
        const string Expected = "1,000,000";
        return header.FindNumber(HeaderKeys.RopeBase) switch
        {
            TrainedRopeBase => Checks.Pass(Name, Expected, Expected),
            null => Checks.Correct(Name, Expected, "none", "1,000,000 is taken here, as the models were trained. Other programs take 10,000, and rank wrongly.", $"{Elsewhere} Elsewhere, choose another file."),
            var other => Checks.Fail(
                Name, Expected, Number(other.Value), "All Qwen3 embedding and reranking models were trained with this base; another base gives every word a wrong position.", ChooseAnother),
        };
    }

    private static ModelCheck Context(ModelHeader header, FileIdentity identity)
    {
        const string Name = "context";
        var found = header.FindInteger(HeaderKeys.Context) ?? 0;
        if (identity.Known is not { } known)
        {
            return Checks.Skip(Name, $"{Number(found)} tokens", "The model is not known.");
        }

        var expected = $"at most {Number(known.Shape.ContextLength)} tokens";
        return found <= known.Shape.ContextLength
            ? Checks.Pass(Name, expected, $"{Number(found)} tokens")
            : Checks.Fail(Name, expected, $"{Number(found)} tokens", "The model was not trained for so many: longer texts would embed badly.", $"Set MaxTokens to {Number(known.Shape.ContextLength)} or less, or choose another file.");
    }

    private static string DescribePooling(long? type) => type switch
    {
        null => "none",
        0 => "0 (none)",
        1 => "1 (mean)",
        2 => "2 (first token)",
        3 => "3 (last token)",
        4 => "4 (rank)",
        _ => Number(type.Value),
    };

    private static string DescribeEnd(ModelHeader header) =>
        $"{EndTokenOf(header) ?? "none named"}, {(header.FindFlag(HeaderKeys.AddsEnd) switch { true => "added to every text", false => "not added", null => "nothing on adding it" })}";

    private static string? EndTokenOf(ModelHeader header) =>
        header.FindInteger(HeaderKeys.EndId) is { } id && header.FindTexts(HeaderKeys.Tokens) is { } tokens && id < tokens.Count ? tokens[(int)id] : null;

    private static string Number(double number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
