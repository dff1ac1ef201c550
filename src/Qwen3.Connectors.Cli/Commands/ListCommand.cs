using System.CommandLine;
using System.Globalization;
using Qwen3.Connectors.Cli.Models;
using Qwen3.Connectors.Cli.Output;
using Qwen3.Connectors.Models.Downloads.Transfer;

namespace Qwen3.Connectors.Cli.Commands;

/// <summary>Prints the models of the catalog and the paths of those that are on this machine.</summary>
internal static class ListCommand
{
    private const string Description =
        "Prints the models that can be downloaded by name, their sizes, and the paths of those that are on this machine. " +
        "A '*' marks the file that a name without a quantization refers to.";

    public static Command Create(CliEnvironment environment)
    {
        var json = new Option<bool>("--json") { Description = "Print one JSON object per line." };
        var command = new Command("list", Description) { json };
        command.SetAction(parsed =>
        {
            var store = ModelResolver.CreateStore(environment);
            if (!parsed.GetValue(json))
            {
                environment.Output.WriteLine($"  {"name",-30} {"size",10} {"dims",5} {"context",8}  file");
            }

            foreach (var line in ModelCatalog.Models.Select(model => ListLine.Create(model, store.Find(model.Name))))
            {
                environment.Output.WriteLine(parsed.GetValue(json) ? JsonLine.Write(line) : Format(line));
            }

            return ExitCodes.Ok;
        });
        return command;
    }

    private static string Format(ListLine line)
    {
        var culture = CultureInfo.InvariantCulture;
        var megabytes = (line.Bytes ?? line.EstimatedBytes) / 1e6;
        var size = string.Create(culture, $"{(line.Bytes is null ? "~" : "")}{megabytes:N0} MB");
        var dimensions = line.Dimensions?.ToString(culture) ?? "-";
        var file = PrintableText.Escape(line.File ?? "-");
        return string.Create(
            culture, $"{(line.IsDefault ? '*' : ' ')} {line.Name,-30} {size,10} {dimensions,5} {line.ContextLength,8}  {file}");
    }
}
