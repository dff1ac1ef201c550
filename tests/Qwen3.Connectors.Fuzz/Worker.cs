using System.Diagnostics;
using Qwen3.Connectors.Fuzz.Mutation;

namespace Qwen3.Connectors.Fuzz;

/// <summary>Makes and loads damaged files one after the other, in a process that may die of it.</summary>
/// <param name="folder">Where the files go, and the progress.</param>
/// <param name="misbehaviour">What the last seed does before it loads its file.</param>
/// <param name="isStructured">Which files are loaded.</param>
internal sealed class Worker(string folder, Misbehaviour misbehaviour, bool isStructured)
{
    private const long MaxBytesBeyondFile = 256L << 20;

    private readonly string _path = Path.Combine(folder, "model.gguf");

    /// <summary>Runs seeds until one does what it may not.</summary>
    /// <returns>The fault of the seed that the progress names; null when there was none.</returns>
    public string? Run(int first, int end)
    {
        using var progress = new Progress(ProgressPath(folder));
        LoadSoundFiles();
        for (var seed = first; seed < end; seed++)
        {
            progress.Seed = seed;
            var file = Seeds.Create(seed, isStructured);
            file.Save(_path);
            if (FaultOf(file.Length, () => progress.Loaded += Load(isLast: seed == end - 1)) is { } fault)
            {
                return fault;
            }

            progress.Done++;
        }

        return null;
    }

    /// <summary>Where a worker's progress is.</summary>
    public static string ProgressPath(string folder) => Path.Combine(folder, "progress");

    /// <summary>Damage tells something only of files that load without it. And what every load takes the first time is not the first damaged file's fault.</summary>
    private void LoadSoundFiles()
    {
        foreach (var file in SoundFiles.All.Where(file => file.IsModel))
        {
            File.WriteAllBytes(_path, file.Content);
            if (ModelTarget.Run(_path) == 0)
            {
                throw new InvalidOperationException($"The undamaged file '{file.Name}' does not load. This is a bug of the fuzz program.");
            }
        }
    }

    private int Load(bool isLast)
    {
        if (isLast)
        {
            Injection.Commit(misbehaviour);
        }

        return ModelTarget.Run(_path);
    }

    private static string? FaultOf(long fileLength, Action load)
    {
        var heap = GC.GetTotalAllocatedBytes();
        var peak = PeakMemory();
        try
        {
            load();
        }
#pragma warning disable CA1031 // Any exception that a file may not cause is what is looked for.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return exception.ToString();
        }

        heap = GC.GetTotalAllocatedBytes() - heap;
        peak = PeakMemory() - peak;
        return Math.Max(heap, peak) > MaxBytesBeyondFile + fileLength
            ? $"{heap:N0} bytes of the heap were allocated, and the process grew by {peak:N0}, for a file of {fileLength:N0}; {MaxBytesBeyondFile:N0} beyond the file are allowed"
            : null;
    }

    private static long PeakMemory()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }
}
