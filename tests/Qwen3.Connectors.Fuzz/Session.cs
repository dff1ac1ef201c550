using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Qwen3.Connectors.Fuzz.Mutation;

namespace Qwen3.Connectors.Fuzz;

/// <summary>Starts workers and watches them: a seed that crashes, hangs or takes too much is reported, and the next worker goes on behind it.</summary>
internal sealed class Session(TextWriter output, Misbehaviour misbehaviour)
{
    private const int MaxFaults = 20;

    // Of computing, so that a machine with other work to do is no fault; and of any kind, for a worker that waits for ever.
    private static readonly TimeSpan MaxComputing = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan MaxWaiting = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(100);

    /// <summary>Runs seeds.</summary>
    /// <returns>How many of them did what they may not.</returns>
    public int Run(int first, int count)
    {
        var folder = Directory.CreateTempSubdirectory("qwen3-fuzz-").FullName;
        try
        {
            return Run(folder, first, first + count);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private int Run(string folder, int first, int end)
    {
        var start = Stopwatch.GetTimestamp();
        using var progress = new Progress(Worker.ProgressPath(folder));
        var faults = 0;
        for (var next = first; next < end && faults < MaxFaults; next = progress.Seed + 1)
        {
            progress.Seed = next;
            if (RunWorker(folder, progress, next, end) is not { } fault)
            {
                break;
            }

            faults++;
            output.WriteLine($"seed {progress.Seed} ({Mutator.Create(progress.Seed).Origin}): {fault}");
            output.WriteLine($"  again: dotnet run -c Release --project tests/Qwen3.Connectors.Fuzz -- --first {progress.Seed} --count 1 --save damaged.gguf");
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{progress.Done + faults:N0} files from seed {first}, {progress.Loaded:N0} loads that went well, {faults} faults, {Stopwatch.GetElapsedTime(start).TotalSeconds:N0} s"));
        return faults;
    }

    /// <summary>One worker to its end.</summary>
    /// <returns>What the seed of the progress did; null when all seeds are done.</returns>
    private string? RunWorker(string folder, Progress progress, int first, int end)
    {
        using var process = StartWorker(folder, first, end);
        var said = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        var hang = Watch(process, progress);
        process.WaitForExit();
        return hang ?? process.ExitCode switch
        {
            Program.WorkerDone => null,
            Program.WorkerFoundFault => said.Result.Trim(),
            var code => $"the process ended with code {code}{Environment.NewLine}{Head(errors.Result)}",
        };
    }

    private Process StartWorker(string folder, int first, int end)
    {
        string[] arguments = ["worker", folder, $"{first}", $"{end}", $"{misbehaviour}"];
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true };

        // Started as 'dotnet x.dll', the process is dotnet's.
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(Session).Assembly.Location);
        }

        Array.ForEach(arguments, start.ArgumentList.Add);

        // A crash is looked for; a dump of each would fill the disk.
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        return Process.Start(start)!;
    }

    /// <summary>Waits for the worker's end, and ends it when a seed takes too long.</summary>
    private static string? Watch(Process process, Progress progress)
    {
        var (seed, begin, computed) = (progress.Seed, Stopwatch.GetTimestamp(), TimeSpan.Zero);
        while (!process.WaitForExit(Glance))
        {
            var computing = ComputingOf(process) ?? computed;
            if (progress.Seed != seed)
            {
                (seed, begin, computed) = (progress.Seed, Stopwatch.GetTimestamp(), computing);
            }
            else if (computing - computed > MaxComputing + Glance || Stopwatch.GetElapsedTime(begin) > MaxWaiting)
            {
                process.Kill();
                return $"it did not end in {MaxComputing.TotalSeconds} s of computing or {MaxWaiting.TotalSeconds} s of any kind";
            }
        }

        return null;
    }

    /// <summary>Null when the worker ended just now, and nobody can tell any more.</summary>
    private static TimeSpan? ComputingOf(Process process)
    {
        try
        {
            return process.TotalProcessorTime;
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception)
        {
            return null;
        }
    }

    private static string Head(string text) => string.Join(Environment.NewLine, text.Split('\n').Take(12));
}
