using System.CommandLine;
using System.Globalization;
using Qwen3.Connectors.Cli.Lines;

namespace Qwen3.Connectors.Cli.Commands;

/// <summary>Prints the catalog, and what of it is here.</summary>
internal static class ListCommand
{
    public static Command Create(CliEnvironment environment)
    {
        var json = new Option<bool>("--json") { Description = "Print one JSON object a line." };
        var command = new Command("list", "Prints the models that can be had by name, their sizes, and where those are that are here. A * marks what a name without a quantisation stands for.") { json };
        command.SetAction(parsed =>
        {
            var store = NamedModels.CreateStore(environment);
            if (!parsed.GetValue(json))
            {
                environment.Output.WriteLine($"  {"name",-30} {"size",10} {"dims",5} {"context",8}  file");
            }

            foreach (var line in ModelCatalog.Models.Select(model => ListLine.Of(model, store.Find(model.Name))))
            {
                environment.Output.WriteLine(parsed.GetValue(json) ? JsonLine.Write(line) : Format(line));
            }

            return ExitCodes.Ok;
        });
        return command;
    }

    private static string Format(ListLine line)
    {
        var megabytes = (line.Bytes ?? line.EstimatedBytes) / 1e6;
        var size = string.Create(CultureInfo.InvariantCulture, $"{(line.Bytes is null ? "~" : "")}{megabytes:N0} MB");
        return $"{(line.IsDefault ? '*' : ' ')} {line.Name,-30} {size,10} {line.Dimensions?.ToString(CultureInfo.InvariantCulture) ?? "-",5} " +
            string.Create(CultureInfo.InvariantCulture, $"{line.ContextLength,8}  {line.File ?? "-"}");
    }
}
