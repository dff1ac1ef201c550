using Microsoft.Extensions.Logging;
using Qwen3.Connectors.Models.Downloads.Storage;
using Qwen3.Connectors.Telemetry;

namespace Qwen3.Connectors.Models.Downloads.Transfer;

/// <summary>
/// Reports a download to the caller, to the store's listener and to the log: at most ten times per second, with the speed of the last
/// seconds.
/// </summary>
internal sealed class DownloadProgressReporter(
    ModelStoreSettings settings, CatalogModel model, IProgress<ModelDownloadProgress>? listener, ILogger logger, TimeProvider time)
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_window = TimeSpan.FromSeconds(5);

    private readonly string _target = settings.GetTargetPath(model);
    private readonly Uri _address = settings.Addresses.Of(model);
    private readonly Queue<(long Time, long Bytes)> _samples = new();
    private long? _lastReport;
    private bool _hasStarted;

    /// <summary>Discards the samples of the speed: the next bytes are at another position.</summary>
    public void RestartSpeed() => _samples.Clear();

    /// <summary>Reports once per download that bytes are about to arrive.</summary>
    public void ReportStart(long bytes, long? total)
    {
        if (_hasStarted)
        {
            return;
        }

        _hasStarted = true;
        logger.Downloading(model.Name, (total ?? model.EstimatedBytes) / 1e6, _address, _target);
        Send(Create(ModelDownloadPhase.Starting, bytes, total));
    }

    public void ReportRetry(DownloadRetry retry, long bytes, long? total)
    {
        logger.DownloadRetrying(model.Name, retry.Reason, retry.Delay.TotalSeconds, retry.Attempt, retry.MaxAttempts);
        Send(Create(ModelDownloadPhase.Retrying, bytes, total) with { Retry = retry });
    }

    public void Report(ModelDownloadPhase phase, long bytes, long? total, bool always = false)
    {
        var now = time.GetTimestamp();
        if (!always && _lastReport is { } last && time.GetElapsedTime(last, now) < s_interval)
        {
            return;
        }

        _lastReport = now;
        var speed = phase == ModelDownloadPhase.Downloading ? MeasureSpeed(now, bytes) : null;
        var left = speed > 0 && total >= bytes ? TimeSpan.FromSeconds((total.Value - bytes) / speed.Value) : (TimeSpan?)null;
        Send(Create(phase, bytes, total) with { BytesPerSecond = speed, TimeLeft = left });
    }

    private ModelDownloadProgress Create(ModelDownloadPhase phase, long bytes, long? total) =>
        new() { Phase = phase, Model = model, Address = _address, TargetFile = _target, Bytes = bytes, TotalBytes = total };

    private void Send(ModelDownloadProgress progress)
    {
        listener?.Report(progress);
        settings.Options.Progress?.Report(progress);
    }

    private double? MeasureSpeed(long now, long bytes)
    {
        _samples.Enqueue((now, bytes));
        while (_samples.Count > 2 && time.GetElapsedTime(_samples.Peek().Time, now) > s_window)
        {
            _samples.Dequeue();
        }

        var (then, before) = _samples.Peek();
        var seconds = time.GetElapsedTime(then, now).TotalSeconds;
        return seconds > 0 ? (bytes - before) / seconds : null;
    }
}
