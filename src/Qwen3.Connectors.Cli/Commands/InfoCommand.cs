using System.CommandLine;
using System.Globalization;
using Qwen3.Connectors.Cli.Lines;
using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Cli.Commands;

/// <summary>Prints what a model file says of itself.</summary>
internal static class InfoCommand
{
    public static Command Create(CliEnvironment environment)
    {
        var model = CommonOptions.Model();
        var json = CommonOptions.Json();
        var command = new Command("info", "Prints what a model file says of itself.") { model, json };
        command.SetAction(parsed =>
        {
            var path = parsed.GetRequiredValue(model);
            var description = ModelFile.Open(path, () => environment.Describe(path));
            environment.Output.WriteLine(parsed.GetValue(json) ? JsonLine.Write(description) : Format(description));
            return ExitCodes.Ok;
        });
        return command;
    }

    private static string Format(ModelDescription model)
    {
        var culture = CultureInfo.InvariantCulture;
        (string Name, string Value)[] rows =
        [
            ("name", model.Name),
            ("file", model.Path),
            ("file size", string.Create(culture, $"{model.FileBytes / 1e6:N1} MB")),
            ("weights", string.Create(culture, $"{model.WeightType}, {model.ParameterCount:N0} values ({model.LayerParameterCount:N0} in layers)")),
            ("layers", string.Create(culture, $"{model.LayerCount}")),
            ("hidden size", string.Create(culture, $"{model.HiddenSize}")),
            ("feed-forward", string.Create(culture, $"{model.FeedForwardSize}")),
            ("heads", string.Create(culture, $"{model.HeadCount} of {model.HeadSize}, {model.KeyValueHeadCount} for keys and values")),
            ("context", string.Create(culture, $"{model.ContextLength:N0} tokens")),
            ("vocabulary", string.Create(culture, $"{model.VocabularySize:N0} tokens")),
            .. model.Notes.Select(note => ("note", note)),
        ];
        return string.Join(Environment.NewLine, rows.Select(row => $"{row.Name,-14}{row.Value}"));
    }
}
