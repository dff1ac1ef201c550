using System.CommandLine;
using Qwen3.Connectors.Cli.Benchmarking;
using Qwen3.Connectors.Cli.Benchmarking.Reports;
using Qwen3.Connectors.Cli.Benchmarking.Scenarios;
using Qwen3.Connectors.Cli.Output;

namespace Qwen3.Connectors.Cli.Commands;

/// <summary>Measures the speed of a model and compares it with the peak of the machine.</summary>
internal static class BenchCommand
{
    private const string Description =
        "Measures the speed of a model on this machine. Embedding models: single queries, one text of 512 and one of 2048 tokens, " +
        "32 texts of about 128 tokens. Rerankers: 1 and 20 documents. With --tokens or --texts: only texts of that length and number.";

    private const string TextsHelp = "Measure only calls with this many texts or documents. Default with --tokens: 1.";
    private const string BudgetHelp = "Seconds for all scenarios; those that would take longer are skipped. Default: 100.";

    public static Command Create(CliEnvironment environment)
    {
        var model = ModelParameter.Create();
        var tokens = CommonOptions.Number("--tokens", "Measure only texts of this many tokens. Default with --texts: 512.", 8, 1 << 20);
        var texts = CommonOptions.Number("--texts", TextsHelp, 1, 1 << 20);
        var seconds = CommonOptions.Number("--seconds", "Seconds per scenario; at least one call is measured. Default: 5.", 0, 3600);
        var budget = CommonOptions.Number("--budget", BudgetHelp, 1, 1 << 20);
        var threads = CommonOptions.Threads();
        var json = CommonOptions.Json();
        var command = model.CreateCommand("bench", Description, tokens, texts, seconds, budget, threads, json);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var isCustom = parsed.GetValue(tokens) is not null || parsed.GetValue(texts) is not null;
            IReadOnlyList<Scenario> Select(BenchmarkSubject subject) =>
                isCustom ? [CreateCustom(subject, parsed.GetValue(texts) ?? 1, parsed.GetValue(tokens) ?? 512)] : subject.CreateSuite();
            var path = await environment.ResolveModel(environment, model.GetModel(parsed), cancellationToken).ConfigureAwait(false);
            var report = await new ModelBenchmark(environment).RunAsync(
                path,
                parsed.GetValue(threads) ?? Environment.ProcessorCount,
                Select,
                TimeSpan.FromSeconds(parsed.GetValue(seconds) ?? 5),
                TimeSpan.FromSeconds(parsed.GetValue(budget) ?? 100),
                cancellationToken).ConfigureAwait(false);
            environment.Output.WriteLine(parsed.GetValue(json) ? JsonLine.Write(report) : ReportText.Format(report));
            return ExitCodes.Ok;
        });
        return command;
    }

    private static Scenario CreateCustom(BenchmarkSubject subject, int texts, int tokens)
    {
        var scenario = subject.CreateScenario(texts, tokens);
        var context = subject.Model.Shape.ContextLength;
        return scenario.TokensEach <= context
            ? scenario
            : throw new CliException(
                ExitCodes.BadInput,
                $"a text has about {scenario.TokensEach} tokens with its prompt; expected at most {context}, the model's context length");
    }
}
