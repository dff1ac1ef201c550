using System.Collections.Concurrent;

namespace Qwen3.Connectors.Tests.Remote;

/// <summary>A clock on which delays pass faster, and which remembers them.</summary>
internal sealed class FastTime(int factor = 20) : TimeProvider
{
    /// <summary>The delays that were asked for, in their own time.</summary>
    public ConcurrentQueue<TimeSpan> Delays { get; } = new();

    public override long TimestampFrequency => System.TimestampFrequency / factor;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Delays.Enqueue(dueTime);
        return System.CreateTimer(callback, state, Scale(dueTime), Scale(period));
    }

    private TimeSpan Scale(TimeSpan time) => time <= TimeSpan.Zero ? time : time / factor;
}
