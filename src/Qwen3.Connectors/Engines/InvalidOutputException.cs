namespace Qwen3.Connectors;

/// <summary>
/// An engine gave an answer that can't be used: a value that is not a number, a row of another width, fewer answers than texts.
/// </summary>
/// <remarks>
/// It is thrown instead of handing out vectors or scores that would silently spoil an index or an order. No text is part of the message.
/// </remarks>
public sealed class InvalidOutputException : Exception
{
    private readonly string _found;
    private readonly string _expected;

    /// <summary>Creates the exception from its facts.</summary>
    /// <param name="modelId">The model that answered.</param>
    /// <param name="index">The text in the call that the answer belongs to, from 0; null where the answer as a whole is wrong.</param>
    /// <param name="found">What the engine gave, in words that can follow "gave".</param>
    /// <param name="expected">What it should give, in words that can follow "expected".</param>
    public InvalidOutputException(string modelId, int? index, string found, string expected)
        : base($"The model '{modelId}' gave {found}{(index is null ? "" : $" for text {index}")}; expected {expected}.")
    {
        ModelId = modelId;
        Index = index;
        _found = found;
        _expected = expected;
    }

    /// <summary>The model that answered.</summary>
    public string ModelId { get; }

    /// <summary>The text in the call that the answer belongs to, from 0; null where the answer as a whole is wrong.</summary>
    public int? Index { get; }

    /// <summary>The same of a text at another place, for who passed on a part of a call's texts.</summary>
    internal InvalidOutputException At(int index) => new(ModelId, index, _found, _expected);
}
