using System.CommandLine;
using Qwen3.Connectors.Cli.Models;
using Qwen3.Connectors.Cli.Output;
using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Inference.Estimation;

namespace Qwen3.Connectors.Cli.Commands;

/// <summary>Prints the header of a model file and estimates of its memory, disk space and speed.</summary>
internal static class InfoCommand
{
    private const string Description =
        "Prints the header of a model file and estimates of memory, disk space and speed. " +
        "The model is not loaded; measuring the speed takes two seconds.";

    private const string BatchTokensHelp = "Tokens per batch, for the estimate of memory. Default: 4096.";

    public static Command Create(CliEnvironment environment)
    {
        var model = ModelParameter.Create();
        var batchTokens = CommonOptions.Number("--batch-tokens", BatchTokensHelp, 16, 1 << 20);
        var threads = CommonOptions.Threads();
        var noProbe = new Option<bool>("--no-probe") { Description = "Do not measure the speed." };
        var json = CommonOptions.Json();
        var command = model.CreateCommand("info", Description, batchTokens, threads, noProbe, json);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var options = new InferenceOptions { ThreadCount = parsed.GetValue(threads) };
            options.BatchTokens = parsed.GetValue(batchTokens) ?? options.BatchTokens;
            ModelEstimate Estimate(ModelShape shape, ModelWeights weights) => ModelEstimate.For(shape, weights, options) with
            {
                Speed = parsed.GetValue(noProbe) ? null : environment.MeasureSpeed(shape, weights, options),
            };

            var text = model.GetModel(parsed);
            if (ModelCatalog.TryGet(text, out var named) && ModelResolver.CreateStore(environment).Find(text) is null)
            {
                // The estimate of a catalog model needs no download.
                var expected = Estimate(named.Shape, named.Weights);
                environment.Output.WriteLine(parsed.GetValue(json)
                    ? JsonLine.Write(ListLine.Create(named, file: null), expected)
                    : InfoText.Format(named, expected));
                return ExitCodes.Ok;
            }

            var path = await environment.ResolveModel(environment, text, cancellationToken).ConfigureAwait(false);
            var description = ModelFile.Open(path, () => environment.Describe(path));
            var estimate = Estimate(description.Shape, ModelWeights.Of(description));
            environment.Output.WriteLine(parsed.GetValue(json)
                ? JsonLine.Write(description, estimate)
                : InfoText.Format(description, estimate));
            return ExitCodes.Ok;
        });
        return command;
    }
}
