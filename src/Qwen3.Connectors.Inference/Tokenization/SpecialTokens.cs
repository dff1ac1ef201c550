using System.Buffers;
using System.Text;

namespace Qwen3.Connectors.Inference.Tokenization;

/// <summary>The tokens that stand for their names in templates and never come of text: those the file marks as control or user-defined.</summary>
internal sealed class SpecialTokens
{
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);

    /// <summary>The longest name first.</summary>
    private readonly string[] _names;
    private readonly SearchValues<char> _firstCharacters;

    /// <summary>Reads the special tokens of a vocabulary that passed <see cref="TokenizerVocabulary.Check"/>.</summary>
    /// <exception cref="InvalidModelException">A name is empty or there twice.</exception>
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

        _names = [.. _ids.Keys.OrderByDescending(name => name.Length)];
        _firstCharacters = SearchValues.Create([.. _names.Select(name => name[0]).Distinct()]);
    }

    /// <summary>The id of a name.</summary>
    public bool TryGetId(string name, out int id) => _ids.TryGetValue(name, out id);

    /// <summary>Finds the leftmost name in a text, the longest of those that start there.</summary>
    public bool TryFind(ReadOnlySpan<char> text, out int start, out int length, out int id)
    {
        for (start = 0; start < text.Length; start++)
        {
            var step = text[start..].IndexOfAny(_firstCharacters);
            if (step < 0)
            {
                break;
            }

            start += step;
            foreach (var candidate in _names)
            {
                if (text[start..].StartsWith(candidate, StringComparison.Ordinal))
                {
                    length = candidate.Length;
                    id = _ids[candidate];
                    return true;
                }
            }
        }

        length = id = 0;
        return false;
    }
}
