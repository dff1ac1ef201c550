using System.CommandLine;
using Qwen3.Connectors.Cli.Models;
using Qwen3.Connectors.Cli.Output;

namespace Qwen3.Connectors.Cli.Commands;

/// <summary>Prints the path of a model file without downloading it.</summary>
internal static class WhereCommand
{
    private const string Description =
        "Prints the path of a model file. Nothing is downloaded. Exit code 3 if the file is not on this machine.";

    public static Command Create(CliEnvironment environment)
    {
        var name = ModelParameter.Create();
        var json = CommonOptions.Json();
        var command = name.CreateCommand("where", Description, json);
        command.SetAction(parsed =>
        {
            var text = name.GetModel(parsed);
            var store = ModelResolver.CreateStore(environment);
            var file = store.Find(text);
            var target = ModelCatalog.TryGet(text, out var model) ? store.GetTargetPath(model) : null;
            if (parsed.GetValue(json))
            {
                environment.Output.WriteLine(JsonLine.Write(new WhereLine(text, file, target)));
            }
            else if (file is not null)
            {
                environment.Output.WriteLine(file);
            }

            return file is not null ? ExitCodes.Ok : throw new CliException(
                ExitCodes.BadModel,
                model is null
                    ? $"the model file '{text}' does not exist"
                    : $"{model.Name} is not on this machine; 'qwen3 pull {model.Name}' downloads it to {target}");
        });
        return command;
    }
}
