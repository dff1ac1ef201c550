using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Qwen3.Connectors.Fuzz.Mutation;

namespace Qwen3.Connectors.Fuzz;

/// <summary>Starts workers and watches them: a seed that crashes, hangs or takes too much memory is reported, and the next worker continues after it.</summary>
internal sealed class Session(TextWriter output, Misbehaviour misbehaviour, bool isStructured)
{
    private const int MaxFaults = 20;

    // The garbage collector reserves several times its limit of 1 GB.
    private const long MaxAddressSpaceKilobytes = 10L << 20;

    // Against memory on systems without such a limit.
    private const long MaxWorkingSet = 2L << 30;

    // Processor time, so that a busy machine is not a fault; and elapsed time, for a worker that waits without end.
    private static readonly TimeSpan MaxComputing = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan MaxWaiting = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(100);

    /// <summary>Runs seeds.</summary>
    /// <returns>The number of seeds with a fault.</returns>
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
            output.WriteLine($"seed {progress.Seed} ({Seeds.Create(progress.Seed, isStructured).Origin}): {fault}");
            output.WriteLine($"  again: dotnet run -c Release --project tests/Qwen3.Connectors.Fuzz -- --first {progress.Seed} --count 1{(isStructured ? " --structured" : "")} --save damaged.gguf");
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{progress.Done + faults:N0} files from seed {first}, {progress.Loaded:N0} loads that went well, {faults} faults, {Stopwatch.GetElapsedTime(start).TotalSeconds:N0} s"));
        return faults;
    }

    /// <summary>Runs one worker until it ends.</summary>
    /// <returns>The fault of the seed in the progress file; null when all seeds are done.</returns>
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
        string[] arguments = ["worker", folder, $"{first}", $"{end}", $"{misbehaviour}", $"{isStructured}"];
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (OperatingSystem.IsLinux())
        {
            // The shell limits the address space and becomes the worker: an allocation beyond the limit fails at once, whether or not it is touched.
            start.FileName = "/bin/sh";
            start.ArgumentList.Add("-c");
            start.ArgumentList.Add($"ulimit -v {MaxAddressSpaceKilobytes} && exec \"$@\"");
            start.ArgumentList.Add("sh");
            start.ArgumentList.Add(Environment.ProcessPath!);
            start.Environment["DOTNET_GCHeapHardLimit"] = "0x40000000";
        }

        // Started as 'dotnet x.dll', the process is that of dotnet.
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(Session).Assembly.Location);
        }

        Array.ForEach(arguments, start.ArgumentList.Add);

        // Crashes are expected; a dump of each would fill the disk.
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        return Process.Start(start)!;
    }

    /// <summary>Waits until the worker ends, and kills it when a seed takes too long or too much memory.</summary>
    private static string? Watch(Process process, Progress progress)
    {
        var (seed, begin, computed) = (progress.Seed, Stopwatch.GetTimestamp(), TimeSpan.Zero);
        while (!process.WaitForExit(Glance))
        {
            var computing = ComputingOf(process) ?? computed;
            if (WorkingSetOf(process) > MaxWorkingSet)
            {
                process.Kill();
                return $"the process took more than {MaxWorkingSet >> 20} MB of memory";
            }

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

    private static long WorkingSetOf(Process process)
    {
        try
        {
            process.Refresh();
            return process.WorkingSet64;
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception)
        {
            return 0;
        }
    }

    /// <summary>Returns null when the worker has just ended.</summary>
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
