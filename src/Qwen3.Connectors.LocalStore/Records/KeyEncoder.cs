using Qwen3.Connectors.LocalStore.FullText;

namespace Qwen3.Connectors.LocalStore.Records;

/// <summary>Keys of callers to stored keys.</summary>
internal static class KeyEncoder
{
    /// <param name="type">The type of keys.</param>
    /// <param name="key">The key.</param>
    /// <param name="what">What the key is, for messages.</param>
    /// <exception cref="ArgumentException">
    /// The key is null, of another type, or a text with lone surrogates, which would become one key.
    /// </exception>
    public static object Encode(ColumnType type, object? key, string what)
    {
        if (key is null)
        {
            throw new ArgumentException($"{what} is null; a key was expected.");
        }

        if (!type.Accepts(key.GetType()))
        {
            throw new ArgumentException($"{what} is a {key.GetType().Name}; a {type.Name} was expected.");
        }

        return key is not string text || CleanText.IsValid(text)
            ? type.Encode(key)
            : throw new ArgumentException($"{what} has a lone surrogate, which UTF-8 cannot store; a valid text was expected.");
    }
}
