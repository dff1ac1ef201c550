using System.Buffers;
using System.Text;

namespace Qwen3.Connectors.Inference.Tokenization;

/// <summary>
/// Special tokens: those that the file marks as control or user-defined. Their names are tokens in templates and plain text in user text.
/// </summary>
internal sealed class SpecialTokens
{
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);

    /// <summary>
    /// The lengths of names that start with a character, the longest first: a position costs one lookup per length, however many names
    /// there are.
    /// </summary>
    private readonly Dictionary<char, int[]> _lengths;
    private readonly SearchValues<char> _firstCharacters;

    /// <summary>Reads the special tokens of a vocabulary that passed <see cref="TokenizerVocabulary.Check"/>.</summary>
    /// <exception cref="InvalidModelException">A name is empty or occurs twice.</exception>
    public SpecialTokens(TokenizerVocabulary vocabulary)
    {
        var tokens = vocabulary.Tokens!;
        for (var id = 0; id < tokens.Count; id++)
        {
            if (vocabulary.TypeOf(id) is not (TokenType.Control or TokenType.UserDefined))
            {
                continue;
            }

            var name = Encoding.UTF8.GetString(tokens[id]);
            if (name.Length == 0 || !_ids.TryAdd(name, id))
            {
                var found = name.Length == 0 ? $"token {id} empty" : $"token {id} \"{name}\" equal to token {_ids[name]}";
                throw new InvalidModelException(vocabulary.Path, found, "tokens that differ and are not empty", "Convert the model again.");
            }
        }

        _lengths = _ids.Keys.GroupBy(name => name[0]).ToDictionary(
            group => group.Key,
            group => group.Select(name => name.Length).Distinct().OrderDescending().ToArray());
        _firstCharacters = SearchValues.Create([.. _lengths.Keys]);
    }

    public bool TryGetId(string name, out int id) => _ids.TryGetValue(name, out id);

    /// <summary>Finds the leftmost name in a text, the longest of those that start there.</summary>
    public bool TryFind(ReadOnlySpan<char> text, out int start, out int length, out int id)
    {
        var ids = _ids.GetAlternateLookup<ReadOnlySpan<char>>();
        for (start = 0; start < text.Length; start++)
        {
            var step = text[start..].IndexOfAny(_firstCharacters);
            if (step < 0)
            {
                break;
            }

            start += step;
            foreach (var candidate in _lengths[text[start]])
            {
                if (candidate <= text.Length - start && ids.TryGetValue(text.Slice(start, candidate), out id))
                {
                    length = candidate;
                    return true;
                }
            }
        }

        length = id = 0;
        return false;
    }
}
