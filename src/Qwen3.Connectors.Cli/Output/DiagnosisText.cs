using System.Text;
using Qwen3.Connectors.Models.Downloads.Transfer;
using Qwen3.Connectors.Models.Verification;
using Qwen3.Connectors.Remote.Diagnosis;

namespace Qwen3.Connectors.Cli.Output;

/// <summary>Formats the diagnosis of a server: the server, the checks and a conclusion.</summary>
internal static class DiagnosisText
{
    public static string Format(ServerDiagnosis diagnosis)
    {
        var text = new StringBuilder();
        text.AppendLine(PrintableText.Escape(diagnosis.Endpoint.ToString())).AppendLine();
        CheckText.Append(text, diagnosis.Checks);
        return text.Append(Conclusion(diagnosis)).ToString();
    }

    private static string Conclusion(ServerDiagnosis diagnosis) => diagnosis switch
    {
        { Passed: false } => "The server is configured wrongly or has another model: do not use it before it is changed.",
        _ when diagnosis.Checks.Any(check => check.Outcome == ModelCheckOutcome.Corrected) =>
            "The server is right for this library, with the corrections above; other clients need the advice above.",
        _ => "The server is right.",
    };
}
