using System.CommandLine;
using Qwen3.Connectors.Cli.Benchmarking;
using Qwen3.Connectors.Cli.Lines;

namespace Qwen3.Connectors.Cli.Commands;

/// <summary>Measures how fast this machine embeds or reranks, against what it could compute at the most.</summary>
internal static class BenchCommand
{
    private const string About =
        "Measures the speed of a model on this machine: single queries, a text of 512 tokens, one of 2048, many of about 128; with a reranker, 1 and 20 documents. " +
        "With --tokens or --texts, those alone.";

    public static Command Create(CliEnvironment environment)
    {
        var model = CommonOptions.Model();
        var tokens = CommonOptions.Number("--tokens", "Measure texts of so many tokens alone. Default with --texts: 512.", 8, 1 << 20);
        var texts = CommonOptions.Number("--texts", "Measure calls of so many texts or documents alone. Default with --tokens: 1.", 1, 1 << 20);
        var seconds = CommonOptions.Number("--seconds", "How long to measure each kind of call, at least one. Default: 5.", 0, 3600);
        var budget = CommonOptions.Number("--budget", "Seconds for all together; what would take longer is left out. Default: 100.", 1, 1 << 20);
        var threads = CommonOptions.Threads();
        var json = CommonOptions.Json();
        var command = new Command("bench", About) { model, tokens, texts, seconds, budget, threads, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var isCustom = parsed.GetValue(tokens) is not null || parsed.GetValue(texts) is not null;
            var path = await environment.GetModel(environment, parsed.GetRequiredValue(model), cancellationToken).ConfigureAwait(false);
            var report = await new ModelBenchmark(environment).RunAsync(
                path,
                parsed.GetValue(threads) ?? Environment.ProcessorCount,
                subject => isCustom ? [CreateCustom(subject, parsed.GetValue(texts) ?? 1, parsed.GetValue(tokens) ?? 512)] : subject.CreateSuite(),
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
        return scenario.TokensEach <= subject.Model.Shape.ContextLength
            ? scenario
            : throw new CliException(ExitCodes.BadInput, $"a text would have about {scenario.TokensEach} tokens with its prompt, and the model's context has {subject.Model.Shape.ContextLength}");
    }
}
