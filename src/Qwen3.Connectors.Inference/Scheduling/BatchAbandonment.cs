namespace Qwen3.Connectors.Inference.Scheduling;

/// <summary>Stops a batch when every caller that has a text in it has cancelled.</summary>
internal sealed class BatchAbandonment : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly List<CancellationTokenRegistration> _registrations = [];
    private int _callsLeft;

    public BatchAbandonment(List<QueuedText> batch)
    {
        var calls = batch.Select(text => text.Call).Distinct().ToList();
        _callsLeft = calls.Count;
        foreach (var call in calls)
        {
            if (call.CancellationToken.CanBeCanceled)
            {
                _registrations.Add(call.CancellationToken.UnsafeRegister(_ => Leave(), state: null));
            }
        }
    }

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        _registrations.ForEach(registration => registration.Dispose());
        _source.Dispose();
    }

    private void Leave()
    {
        if (Interlocked.Decrement(ref _callsLeft) == 0)
        {
            _source.Cancel();
        }
    }
}
