using System.CommandLine;
using Qwen3.Connectors.Cli.Lines;
using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Inference.Estimation;

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
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var options = new InferenceOptions { ThreadCount = parsed.GetValue(threads) };
            options.BatchTokens = parsed.GetValue(batchTokens) ?? options.BatchTokens;
            ModelEstimate Estimate(ModelShape shape, ModelWeights weights) => ModelEstimate.For(shape, weights, options) with
            {
                Speed = parsed.GetValue(noProbe) ? null : environment.MeasureSpeed(shape, weights, options),
            };

            var text = parsed.GetRequiredValue(model);
            if (ModelCatalog.TryGet(text, out var named) && NamedModels.CreateStore(environment).Find(text) is null)
            {
                // Estimates are for those who have not decided yet: nothing is downloaded for them.
                var expected = Estimate(named.Shape, named.Weights);
                environment.Output.WriteLine(parsed.GetValue(json) ? JsonLine.Write(ListLine.Of(named, file: null), expected) : InfoText.Format(named, expected));
                return ExitCodes.Ok;
            }

            var path = await environment.GetModel(environment, text, cancellationToken).ConfigureAwait(false);
            var description = ModelFile.Open(path, () => environment.Describe(path));
            var estimate = Estimate(description.Shape, ModelWeights.Of(description));
            environment.Output.WriteLine(parsed.GetValue(json) ? JsonLine.Write(description, estimate) : InfoText.Format(description, estimate));
            return ExitCodes.Ok;
        });
        return command;
    }
}
