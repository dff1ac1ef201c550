using System.CommandLine;
using Qwen3.Connectors.Cli.Lines;

namespace Qwen3.Connectors.Cli.Commands;

/// <summary>Downloads a model that is not here, and prints its path.</summary>
internal static class PullCommand
{
    public static Command Create(CliEnvironment environment)
    {
        var name = CommonOptions.CatalogName("Its name, as 'qwen3 list' shows it.");
        var endpoint = new Option<string?>("--endpoint") { Description = "The server. Default: HF_ENDPOINT, or https://huggingface.co.", HelpName = "address" };
        var layout = CommonOptions.Choice("--layout", "How the server arranges files. Default: by the server's name.", new Dictionary<string, ModelAddressLayout?>
        {
            ["huggingface"] = ModelAddressLayout.HuggingFace,
            ["modelscope"] = ModelAddressLayout.ModelScope,
            ["flat"] = ModelAddressLayout.Flat,
        });
        var json = CommonOptions.Json();
        var command = new Command("pull", "Downloads a model that is not here yet, checks it, and prints the path of its file. Goes on where an earlier attempt stopped.") { name, endpoint, layout, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var text = parsed.GetRequiredValue(name);
            var model = ModelCatalog.Get(text);
            var store = NamedModels.CreateStore(environment, options =>
            {
                options.Endpoint = parsed.GetValue(endpoint) is { } address ? ParseAddress(address) : options.Endpoint;
                options.Layout = parsed.GetValue(layout) ?? options.Layout;
            });
            var wasPresent = store.Find(model.Name) is not null;
            var file = await NamedModels.GetAsync(environment, store, model.Name, cancellationToken).ConfigureAwait(false);
            environment.Output.WriteLine(parsed.GetValue(json) ? JsonLine.Write(new PullLine(model.Name, file, ModelFile.LengthOf(file), !wasPresent)) : file);
            return ExitCodes.Ok;
        });
        return command;
    }

    private static Uri ParseAddress(string text) => Uri.TryCreate(text, UriKind.Absolute, out var address)
        ? address
        : throw new CliException(ExitCodes.BadInput, $"--endpoint is '{text}'; expected an address that begins with http:// or https://");
}
