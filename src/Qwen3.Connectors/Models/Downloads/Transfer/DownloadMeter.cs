namespace Qwen3.Connectors.Models.Downloads.Transfer;

/// <summary>Tells a listener how far a download is: ten times a second at the most, with the speed of the last seconds.</summary>
internal sealed class DownloadMeter(IProgress<ModelDownloadProgress>? listener, string targetFile, TimeProvider time)
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_window = TimeSpan.FromSeconds(5);
    private readonly Queue<(long Time, long Bytes)> _past = new();
    private long? _lastReport;

    /// <summary>Forgets the speed: bytes begin again at another place.</summary>
    public void Restart() => _past.Clear();

    public void Report(ModelDownloadPhase phase, long bytes, long? total, bool always = false)
    {
        var now = time.GetTimestamp();
        if (listener is null || (!always && _lastReport is { } last && time.GetElapsedTime(last, now) < s_interval))
        {
            return;
        }

        _lastReport = now;
        var speed = phase == ModelDownloadPhase.Downloading ? Speed(now, bytes) : null;
        var left = speed > 0 && total >= bytes ? TimeSpan.FromSeconds((total.Value - bytes) / speed.Value) : (TimeSpan?)null;
        listener.Report(new ModelDownloadProgress(phase, bytes, total, speed, left, targetFile));
    }

    private double? Speed(long now, long bytes)
    {
        _past.Enqueue((now, bytes));
        while (_past.Count > 2 && time.GetElapsedTime(_past.Peek().Time, now) > s_window)
        {
            _past.Dequeue();
        }

        var (then, before) = _past.Peek();
        var seconds = time.GetElapsedTime(then, now).TotalSeconds;
        return seconds > 0 ? (bytes - before) / seconds : null;
    }
}
