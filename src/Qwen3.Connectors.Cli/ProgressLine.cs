using System.Globalization;

namespace Qwen3.Connectors.Cli;

/// <summary>Shows a download on standard error: one line that is written over on a terminal, a line every ten seconds elsewhere.</summary>
internal sealed class ProgressLine(TextWriter error, bool isTerminal, int columns, TimeProvider time) : IProgress<ModelDownloadProgress>
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(10);
    private readonly Lock _lock = new();
    private ModelDownloadPhase? _phase;
    private long _lastLine;
    private int _written;

    public void Report(ModelDownloadProgress value)
    {
        lock (_lock)
        {
            if (value.Phase is ModelDownloadPhase.Starting or ModelDownloadPhase.Retrying)
            {
                Clear();
                error.WriteLine($"qwen3: {value}");
                return;
            }

            var now = time.GetTimestamp();
            if (isTerminal)
            {
                WriteOver(Format(value));
            }
            else if (_phase != value.Phase || time.GetElapsedTime(_lastLine, now) >= s_pause)
            {
                (_phase, _lastLine) = (value.Phase, now);
                error.WriteLine($"qwen3: {Format(value)}");
            }
        }
    }

    /// <summary>Leaves an empty line for what comes next.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            if (_written > 0)
            {
                WriteOver("");
                error.Write('\r');
                _written = 0;
            }
        }
    }

    private static string Format(ModelDownloadProgress progress)
    {
        var culture = CultureInfo.InvariantCulture;
        var size = progress.TotalBytes is { } total
            ? string.Create(culture, $"{progress.Bytes / 1e6:F1} of {total / 1e6:F1} MB")
            : string.Create(culture, $"{progress.Bytes / 1e6:F1} MB");
        var speed = progress.BytesPerSecond is { } bytes ? string.Create(culture, $", {bytes / 1e6:F1} MB/s") : "";
        var left = progress.TimeLeft is { } rest ? $", {Format(rest)} left" : "";
        var phase = progress.Phase switch
        {
            ModelDownloadPhase.Waiting => "another process downloads it: ",
            ModelDownloadPhase.Verifying => "checking ",
            _ => "",
        };
        return $"{phase}{size}{speed}{left} -> {progress.TargetFile}";
    }

    private static string Format(TimeSpan time) => time.TotalHours >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours} h {time.Minutes} min")
        : time.TotalMinutes >= 1 ? string.Create(CultureInfo.InvariantCulture, $"{time.Minutes} min {time.Seconds} s") : string.Create(CultureInfo.InvariantCulture, $"{time.Seconds} s");

    private void WriteOver(string text)
    {
        // A line that wraps could not be written over: its end, the path, is cut.
        var shown = text.Length < columns ? text : text[..Math.Max(0, columns - 1)];
        error.Write($"\r{shown.PadRight(Math.Min(_written, Math.Max(0, columns - 1)))}");
        _written = shown.Length;
    }
}
