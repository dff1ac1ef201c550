using System.Globalization;
using Qwen3.Connectors.Models.Downloads.Transfer;

namespace Qwen3.Connectors.Cli.Models;

/// <summary>Shows a download on standard error: one line that is overwritten on a terminal, otherwise a line every ten seconds.</summary>
internal sealed class ProgressLine(TextWriter error, bool isTerminal, int columns, TimeProvider time) : IProgress<ModelDownloadProgress>
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(10);
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
                // Stays visible, also on a terminal.
                Clear();
                error.WriteLine($"qwen3: {PrintableText.Escape(value.ToString())}");
                return;
            }

            var now = time.GetTimestamp();
            if (isTerminal)
            {
                Overwrite(Format(value));
            }
            else if (_phase != value.Phase || time.GetElapsedTime(_lastLine, now) >= s_interval)
            {
                (_phase, _lastLine) = (value.Phase, now);
                error.WriteLine($"qwen3: {Format(value)}");
            }
        }
    }

    /// <summary>Erases the line, so that a message can follow.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            if (_written > 0)
            {
                Overwrite("");
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
            ModelDownloadPhase.Waiting => "waiting for a download by another process: ",
            ModelDownloadPhase.Verifying => "verifying ",
            _ => "",
        };
        return $"{phase}{size}{speed}{left} -> {PrintableText.Escape(progress.TargetFile)}";
    }

    private static string Format(TimeSpan time)
    {
        var culture = CultureInfo.InvariantCulture;
        return time switch
        {
            { TotalHours: >= 1 } => string.Create(culture, $"{(int)time.TotalHours} h {time.Minutes} min"),
            { TotalMinutes: >= 1 } => string.Create(culture, $"{time.Minutes} min {time.Seconds} s"),
            _ => string.Create(culture, $"{time.Seconds} s"),
        };
    }

    private void Overwrite(string text)
    {
        // A line that wraps could not be overwritten, so its end, the path, is truncated.
        var shown = text.Length < columns ? text : text[..Math.Max(0, columns - 1)];
        error.Write($"\r{shown.PadRight(Math.Min(_written, Math.Max(0, columns - 1)))}");
        _written = shown.Length;
    }
}
