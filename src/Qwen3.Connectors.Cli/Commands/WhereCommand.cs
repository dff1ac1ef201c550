using System.CommandLine;
using Qwen3.Connectors.Cli.Lines;

namespace Qwen3.Connectors.Cli.Commands;

/// <summary>Prints where a model's file is, and downloads nothing.</summary>
internal static class WhereCommand
{
    public static Command Create(CliEnvironment environment)
    {
        var name = CommonOptions.CatalogName("A name, as 'qwen3 list' shows it, or a path.");
        var json = CommonOptions.Json();
        var command = new Command("where", "Prints the path of a model's file. Nothing is downloaded; exit code 3 where there is no such file.") { name, json };
        command.SetAction(parsed =>
        {
            var text = parsed.GetRequiredValue(name);
            var store = NamedModels.CreateStore(environment);
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

            return file is not null ? ExitCodes.Ok
                : throw new CliException(ExitCodes.BadModel, model is null ? $"there is no model file '{text}'" : $"{model.Name} is not here; 'qwen3 pull {model.Name}' would put it at {target}");
        });
        return command;
    }
}
