namespace Qwen3.Connectors.Remote.Protocols;

/// <summary>An answer has another shape than its protocol's.</summary>
/// <param name="found">What was found, in words that can follow "gave".</param>
/// <param name="expected">What was expected, in words that can follow "expected".</param>
internal sealed class AnswerFormatException(string found, string expected) : Exception($"gave {found}; expected {expected}")
{
    public string Found => found;

    public string Expected => expected;
}
