using System.Text;
using Qwen3.Connectors.Models.Downloads.Transfer;
using Qwen3.Connectors.Models.Verification;

namespace Qwen3.Connectors.Cli.Output;

/// <summary>Formats checks: one block per check, with the reason and the advice if the check did not pass, then the counts.</summary>
internal static class CheckText
{
    private const int OutcomeWidth = 11;
    private const int NameWidth = 31;

    public static void Append(StringBuilder text, IReadOnlyList<ModelCheck> checks)
    {
        foreach (var check in checks)
        {
            Append(text, check);
        }

        var counts = checks
            .GroupBy(check => check.Outcome)
            .OrderBy(group => group.Key)
            .Select(group => $"{group.Count()} {Word(group.Key)}");
        text.AppendLine().AppendLine($"Checks: {string.Join(", ", counts)}.");
    }

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
