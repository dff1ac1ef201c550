using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Models.Verification.Checks;

/// <summary>Creates the results of checks.</summary>
internal static class Checks
{
    public static ModelCheck Pass(string name, string expected, string found) => new(name, ModelCheckOutcome.Passed, expected, found);

    public static ModelCheck Correct(string name, string expected, string found, string reason, string advice) =>
        new(name, ModelCheckOutcome.Corrected, expected, found) { Reason = reason, Advice = advice };

    public static ModelCheck Fail(string name, string expected, string found, string reason, string advice) =>
        new(name, ModelCheckOutcome.Failed, expected, found) { Reason = reason, Advice = advice };

    /// <summary>Creates the result for a refused file, with the exception's advice.</summary>
    public static ModelCheck Refuse(string name, InvalidModelException exception) => new(name, ModelCheckOutcome.Failed, exception.Expected, exception.Found)
    {
        Reason = "The engine refuses the file.",
        Advice = exception.Advice ?? "Choose another file, or fetch this one again.",
    };

    public static ModelCheck Skip(string name, string found, string reason) => new(name, ModelCheckOutcome.NotApplicable, "-", found) { Reason = reason };
}
