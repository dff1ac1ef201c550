using System.CommandLine;
using Qwen3.Connectors.VectorSearch;

namespace Qwen3.Connectors.Benchmarks.LocalStore;

/// <summary>The commands that measure and try the local store.</summary>
internal static class LocalStoreCommand
{
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        var root = new RootCommand("Measures and tries the local store.")
        {
            Speed(output), Kill(output), Readers(output), Write(output), Read(output),
        };
        return await root.Parse([.. arguments]).InvokeAsync(new InvocationConfiguration { Output = output, Error = error })
            .ConfigureAwait(false);
    }

    private static Command Speed(TextWriter output)
    {
        var path = new Option<string>("--path") { Description = "The file; kept.", Required = true };
        var count = new Option<int>("--count") { Description = "Vectors.", DefaultValueFactory = _ => 100_000 };
        var dimensions = new Option<int>("--dimensions") { Description = "Values of a vector.", DefaultValueFactory = _ => 1024 };
        var encoding = new Option<VectorEncoding>("--encoding") { Description = "How vectors are kept: Float32, Int8 or Binary." };
        var scanned = new Option<int?>("--scan-dimensions") { Description = "How many of the first values are kept." };
        var fill = new Option<bool>("--fill") { Description = "Writes the file; call again without it to measure in a new process." };
        var command = new Command("speed", "Measures the first search after opening, and later ones.")
        {
            path, count, dimensions, encoding, scanned, fill,
        };
        command.SetAction((parsed, cancellationToken) =>
        {
            var run = new SpeedRun(
                parsed.GetRequiredValue(path),
                parsed.GetValue(count),
                parsed.GetValue(dimensions),
                new() { ScanEncoding = parsed.GetValue(encoding), ScanDimensions = parsed.GetValue(scanned) },
                output);
            return parsed.GetValue(fill) ? run.FillAsync(cancellationToken) : run.MeasureAsync(cancellationToken);
        });
        return command;
    }

    private static Command Kill(TextWriter output)
    {
        var kills = new Option<int>("--kills") { Description = "How often a writer is killed.", DefaultValueFactory = _ => 50 };
        var seed = new Option<int>("--seed") { Description = "The seed of the moments.", DefaultValueFactory = _ => 1 };
        var command = new Command("kill", "Kills a writer at random moments and checks the file after each.") { kills, seed };
        command.SetAction((parsed, cancellationToken) => InFolderAsync(async path =>
        {
            var batches = await KillRun.RunAsync(path, parsed.GetValue(kills), parsed.GetValue(seed), cancellationToken)
                .ConfigureAwait(false);
            await output.WriteLineAsync($"{parsed.GetValue(kills)} kills, {batches} batches: each is there whole.").ConfigureAwait(false);
        }));
        return command;
    }

    private static Command Readers(TextWriter output)
    {
        var seconds = new Option<double>("--seconds") { Description = "How long.", DefaultValueFactory = _ => 60 };
        var command = new Command("readers", "8 readers in 4 processes beside a writer.") { seconds };
        command.SetAction((parsed, cancellationToken) => InFolderAsync(async path =>
        {
            var (batches, results) = await ReadersRun.RunAsync(path, 4, 2, parsed.GetValue(seconds), cancellationToken)
                .ConfigureAwait(false);
            await output.WriteLineAsync($"{batches} batches, {results} checked reads: none half written, none stale.")
                .ConfigureAwait(false);
        }));
        return command;
    }

    private static Command Write(TextWriter output)
    {
        var path = new Argument<string>("path");
        var seconds = new Argument<double>("seconds");
        var command = new Command("write", "Writes batches.") { path, seconds };
        command.Hidden = true;
        command.SetAction((parsed, cancellationToken) =>
            BatchWriter.RunAsync(parsed.GetRequiredValue(path), parsed.GetValue(seconds), output, cancellationToken));
        return command;
    }

    private static Command Read(TextWriter output)
    {
        var path = new Argument<string>("path");
        var threads = new Argument<int>("threads");
        var seconds = new Argument<double>("seconds");
        var command = new Command("read", "Reads batches.") { path, threads, seconds };
        command.Hidden = true;
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var results = await BatchReader.RunAsync(
                parsed.GetRequiredValue(path), parsed.GetValue(threads), parsed.GetValue(seconds), cancellationToken).ConfigureAwait(false);
            await output.WriteLineAsync($"{results}").ConfigureAwait(false);
        });
        return command;
    }

    private static async Task InFolderAsync(Func<string, Task> run)
    {
        var folder = Directory.CreateTempSubdirectory("qwen3-store-");
        try
        {
            await run(Path.Combine(folder.FullName, "store.db")).ConfigureAwait(false);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
