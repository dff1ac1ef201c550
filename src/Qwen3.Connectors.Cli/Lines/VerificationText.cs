using System.Text;
using Qwen3.Connectors.Models.Verification;

namespace Qwen3.Connectors.Cli.Lines;

/// <summary>A verification for people to read: a check a block, why and what to do where one did not pass.</summary>
internal static class VerificationText
{
    private const int OutcomeWidth = 11;
    private const int NameWidth = 31;

    public static string Format(ModelVerification verification)
    {
        var text = new StringBuilder();
        text.AppendLine(verification.Path).AppendLine(verification.Recognition).AppendLine();
        foreach (var check in verification.Checks)
        {
            Append(text, check);
        }

        var counts = verification.Checks.GroupBy(check => check.Outcome).OrderBy(group => group.Key).Select(group => $"{group.Count()} {Word(group.Key)}");
        text.AppendLine().AppendLine($"Checks: {string.Join(", ", counts)}.");
        return text.Append(Conclusion(verification)).ToString();
    }

    private static string Conclusion(ModelVerification verification) => verification switch
    {
        { Passed: false } => "The file is wrong, or not what it seems: do not use it.",
        { Model: null } => "Nothing is wrong with the file's structure. Whether its weights are right is not known.",
        _ when verification.Checks.Any(check => check.Outcome == ModelCheckOutcome.Corrected) => "The file is right here; other programs need what is said above.",
        _ => "The file is right.",
    };

    private static void Append(StringBuilder text, ModelCheck check)
    {
        (string Label, string? Value)[] lines = check.Outcome == ModelCheckOutcome.Passed && check.Expected == check.Found
            ? [("found", check.Found)]
            : [("expected", check.Outcome == ModelCheckOutcome.NotApplicable ? null : check.Expected), ("found", check.Found), ("why", check.Reason), ("do", check.Advice)];
        var head = $"{Word(check.Outcome),-OutcomeWidth}{check.Name,-NameWidth}";
        foreach (var (label, value) in lines)
        {
            if (value is not null)
            {
                text.Append(head).Append($"{label,-10}").AppendLine(value);
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
