using System.CommandLine;
using Qwen3.Connectors.Cli.Models;
using Qwen3.Connectors.Cli.Output;

namespace Qwen3.Connectors.Cli.Commands;

/// <summary>Downloads a model that is not on this machine and prints its path.</summary>
internal static class PullCommand
{
    private const string Description =
        "Downloads a model, verifies it and prints the path of its file. An interrupted download is resumed. " +
        "Nothing is downloaded if the file is on this machine.";

    private const string LayoutHelp = "The layout of the paths on the server. Default: chosen by the name of the server.";

    private static readonly Dictionary<string, ModelAddressLayout?> s_layouts = new()
    {
        ["huggingface"] = ModelAddressLayout.HuggingFace,
        ["modelscope"] = ModelAddressLayout.ModelScope,
        ["flat"] = ModelAddressLayout.Flat,
    };

    public static Command Create(CliEnvironment environment)
    {
        var name = ModelParameter.Create("The name of the model (see 'qwen3 list').");
        var endpoint = new Option<string?>("--endpoint")
        {
            Description = "The server. Default: HF_ENDPOINT, or https://huggingface.co.",
            HelpName = "address",
        };
        var layout = CommonOptions.Choice("--layout", LayoutHelp, s_layouts);
        var json = CommonOptions.Json();
        var command = name.CreateCommand("pull", Description, endpoint, layout, json);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var model = ModelCatalog.Get(name.GetModel(parsed));
            var store = ModelResolver.CreateStore(environment, options =>
            {
                options.Endpoint = parsed.GetValue(endpoint) is { } address ? ParseAddress(address) : options.Endpoint;
                options.Layout = parsed.GetValue(layout) ?? options.Layout;
            });
            var wasPresent = store.Find(model.Name) is not null;
            var file = await ModelResolver.ResolveAsync(environment, store, model.Name, cancellationToken).ConfigureAwait(false);
            environment.Output.WriteLine(
                parsed.GetValue(json) ? JsonLine.Write(new PullLine(model.Name, file, ModelFile.LengthOf(file), !wasPresent)) : file);
            return ExitCodes.Ok;
        });
        return command;
    }

    private static Uri ParseAddress(string text) => Uri.TryCreate(text, UriKind.Absolute, out var address)
        ? address
        : throw new CliException(ExitCodes.BadInput, "--endpoint: expected an address that starts with http:// or https://.");
}
