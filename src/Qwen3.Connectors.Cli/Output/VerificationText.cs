using System.Text;
using Qwen3.Connectors.Models.Downloads.Transfer;
using Qwen3.Connectors.Models.Verification;

namespace Qwen3.Connectors.Cli.Output;

/// <summary>Formats a verification: one block per check, with the reason and the advice if the check did not pass.</summary>
internal static class VerificationText
{
    private const int OutcomeWidth = 11;
    private const int NameWidth = 31;

    public static string Format(ModelVerification verification)
    {
        var text = new StringBuilder();
        text.AppendLine(PrintableText.Escape(verification.Path)).AppendLine(PrintableText.Escape(verification.Recognition)).AppendLine();
        foreach (var check in verification.Checks)
        {
            Append(text, check);
        }

        var counts = verification.Checks
            .GroupBy(check => check.Outcome)
            .OrderBy(group => group.Key)
            .Select(group => $"{group.Count()} {Word(group.Key)}");
        text.AppendLine().AppendLine($"Checks: {string.Join(", ", counts)}.");
        return text.Append(Conclusion(verification)).ToString();
    }

    private static string Conclusion(ModelVerification verification) => verification switch
    {
        { Passed: false } => "The file is damaged, converted wrongly or another model than its name says: do not use it.",
        { Model: null } => "The structure of the file is right. Its weights could not be checked, because the model is unknown.",
        _ when verification.Checks.Any(check => check.Outcome == ModelCheckOutcome.Corrected) =>
            "The file is right with the corrections above, which this library makes; other programs need the advice above.",
        _ => "The file is right.",
    };

    private static void Append(StringBuilder text, ModelCheck check)
    {
        var expected = check.Outcome == ModelCheckOutcome.NotApplicable ? null : check.Expected;
        (string Label, string? Value)[] lines = check.Outcome == ModelCheckOutcome.Passed && check.Expected == check.Found
            ? [("found", check.Found)]
            : [("expected", expected), ("found", check.Found), ("why", check.Reason), ("do", check.Advice)];
        var head = $"{Word(check.Outcome),-OutcomeWidth}{check.Name,-NameWidth}";
        foreach (var (label, value) in lines)
        {
            if (value is not null)
            {
                text.Append(head).Append($"{label,-10}").AppendLine(PrintableText.Escape(value));
                head = new string(' ', OutcomeWidth + NameWidth);
            }
        }
    }

    private static string Word(ModelCheckOutcome outcome) => outcome switch
    {
        ModelCheckOutcome.Passed => "ok",
        ModelCheckOutcome.Corrected => "corrected",
        ModelCheckOutcome.Failed => "FAILED",
        _ => "skipped",
    };
}
