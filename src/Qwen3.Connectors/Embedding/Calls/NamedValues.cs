using System.Diagnostics.CodeAnalysis;

namespace Qwen3.Connectors.Embedding.Calls;

/// <summary>Values and the names by which a call's options give them; case does not matter.</summary>
internal sealed class NamedValues<TValue>(params (string Name, TValue Value)[] values)
    where TValue : notnull
{
    private readonly Dictionary<string, TValue> _byName = values.ToDictionary(
        pair => pair.Name, pair => pair.Value, StringComparer.OrdinalIgnoreCase);

    public IEnumerable<string> Names => values.Select(pair => pair.Name);

    /// <exception cref="ArgumentOutOfRangeException">There is no such value.</exception>
    public string NameOf(TValue value)
    {
        foreach (var (name, known) in values)
        {
            if (known.Equals(value))
            {
                return name;
            }
        }

        throw new ArgumentOutOfRangeException(
            nameof(value), $"{typeof(TValue).Name} {value}; expected one of {string.Join(", ", values.Select(pair => pair.Value))}.");
    }

    public bool TryFind(string name, [MaybeNullWhen(false)] out TValue value) => _byName.TryGetValue(name, out value);

    /// <param name="property">The option's name, for the message.</param>
    /// <param name="name">What the caller gave.</param>
    /// <exception cref="ArgumentException">There is no value of that name.</exception>
    public TValue Find(string property, string name) => _byName.TryGetValue(name, out var value)
        ? value
        : throw new ArgumentException($"The option '{property}' is {Quote(name)}; expected one of {string.Join(", ", Names)}.");

    /// <summary>A word may stand in a message; anything longer could be a text that got into the wrong place.</summary>
    private static string Quote(string name) =>
        name.Length is > 0 and <= 40 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-')
            ? $"'{name}'"
            : $"a value of {name.Length} characters";
}
