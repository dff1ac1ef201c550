using System.CommandLine;
using Qwen3.Connectors.Benchmarks.Inputs;

namespace Qwen3.Connectors.Benchmarks.ModelFiles;

/// <summary>The command that writes a model file of a published shape with random weights.</summary>
internal static class MakeModelCommand
{
    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        var shape = new Option<string>("--shape")
        {
            Description = $"The shape: {string.Join(", ", NetworkShape.Names)}.",
            DefaultValueFactory = _ => "0.6b",
        };
        shape.AcceptOnlyFromAmong([.. NetworkShape.Names]);
        var type = new Option<string>("--type")
        {
            Description = "The weight format, such as q8_0, q4_k or f16.",
            DefaultValueFactory = _ => "q8_0",
        };
        type.AcceptOnlyFromAmong([.. WeightFormats.All.Select(name => name.ToLowerInvariant())]);
        var file = new Option<string>("--out")
        {
            Description = "The file to write.",
            Required = true,
        };
        var command = new RootCommand("Writes an embedding model with random weights, which is as fast as a trained one.")
        {
            shape, type, file,
        };
        command.SetAction(parsed =>
        {
            var format = WeightFormats.Find(WeightFormats.All.Single(
                name => name.Equals(parsed.GetValue(type), StringComparison.OrdinalIgnoreCase)));
            var path = parsed.GetRequiredValue(file);
            using (var stream = File.Create(path))
            {
                new RandomModel(NetworkShape.Find(parsed.GetRequiredValue(shape)), format).Write(stream);
            }

            output.WriteLine(FormattableString.Invariant($"{path}: {new FileInfo(path).Length / 1e6:N1} MB"));
        });
        return command.Parse([.. arguments]).Invoke(new InvocationConfiguration { Output = output, Error = error });
    }
}
