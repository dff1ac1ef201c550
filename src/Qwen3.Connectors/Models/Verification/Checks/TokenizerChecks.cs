using System.Globalization;
using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Inference.Loading;

namespace Qwen3.Connectors.Models.Verification.Checks;

/// <summary>Checks that texts are encoded as the model was trained.</summary>
internal sealed class TokenizerChecks(ModelHeader header, FileIdentity identity, KnownModels knowledge)
{
    private const string Reason = "The model was trained on other ids: it reads other words than the text contains, and its results look plausible.";
    private const string Advice = "The file was converted with another tokenizer: choose another, or convert the model again with its own tokenizer files.";

    private readonly IReadOnlyList<string> _tokens = header.FindTexts(HeaderKeys.Tokens) ?? [];

    public IEnumerable<ModelCheck> Run()
    {
        yield return Kind();
        if (Expected() is not { } vocabulary)
        {
            yield return Checks.Skip("vocabulary", $"{Number(_tokens.Count)} tokens", "It is neither that of Qwen3 nor that of the bundled models, and the model is not known.");
            yield break;
        }

        yield return Counts(vocabulary);
        yield return SpecialTokens(vocabulary);
        yield return Sequences(vocabulary);
    }

    /// <summary>Returns the known model's vocabulary; for an unknown model, the one whose special tokens have the same ids.</summary>
    private KnownVocabulary? Expected() => identity.Known is { } known
        ? knowledge.Vocabularies[known.Vocabulary]
        : knowledge.Vocabularies.Values.FirstOrDefault(vocabulary => vocabulary.Tokens.All(token => NameAt(token.Value) == token.Key));

    private ModelCheck Kind()
    {
        const string Name = "tokenizer";
        const string Expected = "gpt2, qwen2";
        var found = $"{header.FindText("tokenizer.ggml.model") ?? "none"}, {header.FindText("tokenizer.ggml.pre") ?? "none"}";
        return found == Expected ? Checks.Pass(Name, Expected, found) : Checks.Fail(Name, Expected, found, Reason, Advice);
    }

    private ModelCheck Counts(KnownVocabulary vocabulary)
    {
        const string Name = "vocabulary";
        var merges = header.FindTexts(HeaderKeys.Merges)?.Count ?? 0;
        var expected = $"{string.Join(" or ", vocabulary.Sizes.Select(size => Number(size)))} tokens, {Number(vocabulary.Merges)} merges";
        var found = $"{Number(_tokens.Count)} tokens, {Number(merges)} merges";
        return vocabulary.Sizes.Contains(_tokens.Count) && merges == vocabulary.Merges ? Checks.Pass(Name, expected, found) : Checks.Fail(Name, expected, found, Reason, Advice);
    }

    private ModelCheck SpecialTokens(KnownVocabulary vocabulary)
    {
        const string Name = "special tokens";
        var expected = string.Join(", ", vocabulary.Tokens.Select(token => $"{token.Key} {token.Value}"));
        var found = string.Join(", ", vocabulary.Tokens.Select(token => $"{NameAt(token.Value)} {token.Value}"));
        return found == expected ? Checks.Pass(Name, expected, found) : Checks.Fail(Name, expected, found, Reason, Advice);
    }

    private ModelCheck Sequences(KnownVocabulary vocabulary)
    {
        const string Name = "token ids";
        var expected = $"the reference's ids for {vocabulary.Sequences.Length} texts";
        Qwen3Tokenizer tokenizer;
        try
        {
            tokenizer = Qwen3Tokenizer.Load(header.Path);
        }
        catch (InvalidModelException exception)
        {
            return Checks.Refuse(Name, exception);
        }

        foreach (var sequence in vocabulary.Sequences)
        {
            var ids = tokenizer.Encode(sequence.Text);
            if (!ids.SequenceEqual(sequence.Ids))
            {
                return Checks.Fail(Name, $"{string.Join(' ', sequence.Ids)} for \"{sequence.Text}\"", string.Join(' ', ids), Reason, Advice);
            }
        }

        return Checks.Pass(Name, expected, "the same ids");
    }

    private string NameAt(int id) => id < _tokens.Count ? _tokens[id] : "none";

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
