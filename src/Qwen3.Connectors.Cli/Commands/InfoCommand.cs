using System.CommandLine;
using Qwen3.Connectors.Cli.Lines;
using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Cli.Commands;

/// <summary>Prints what a model file says of itself, and what running it will take: memory, disk and speed.</summary>
internal static class InfoCommand
{
    private const string About = "Prints what a model file says of itself, and before it is loaded what it will take: memory, disk, and the speed on this machine (measured for two seconds).";

    public static Command Create(CliEnvironment environment)
    {
        var model = CommonOptions.Model();
        var batchTokens = CommonOptions.Number("--batch-tokens", "Tokens computed together, for the estimate of memory. Default: 4096.", 16, 1 << 20);
        var threads = CommonOptions.Threads();
        var noProbe = new Option<bool>("--no-probe") { Description = "Don't measure the speed." };
        var json = CommonOptions.Json();
        var command = new Command("info", About) { model, batchTokens, threads, noProbe, json };
        command.SetAction(parsed =>
        {
            var path = parsed.GetRequiredValue(model);
            var description = ModelFile.Open(path, () => environment.Describe(path));
            var shape = ModelShape.Of(description);
            var options = new InferenceOptions { ThreadCount = parsed.GetValue(threads) };
            options.BatchTokens = parsed.GetValue(batchTokens) ?? options.BatchTokens;
            var estimate = ModelEstimate.For(shape, options) with { Speed = parsed.GetValue(noProbe) ? null : environment.MeasureSpeed(shape, options) };
            environment.Output.WriteLine(parsed.GetValue(json) ? JsonLine.Write(description, estimate) : InfoText.Format(description, estimate));
            return ExitCodes.Ok;
        });
        return command;
    }
}
