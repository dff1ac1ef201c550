using System.Text;
using Qwen3.Connectors.Models.Downloads.Transfer;
using Qwen3.Connectors.Models.Verification;

namespace Qwen3.Connectors.Cli.Output;

/// <summary>Formats a verification: the file, the checks and a conclusion.</summary>
internal static class VerificationText
{
    public static string Format(ModelVerification verification)
    {
        var text = new StringBuilder();
        text.AppendLine(PrintableText.Escape(verification.Path)).AppendLine(PrintableText.Escape(verification.Recognition)).AppendLine();
        CheckText.Append(text, verification.Checks);
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
}
