using Qwen3.Connectors.Hosting.Registration;

namespace Qwen3.Connectors.Hosting.Lifetime;

/// <summary>The outcomes of the self-tests of a container's models.</summary>
internal sealed class Readiness(IEnumerable<ModelRegistration> registrations)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, SelfTestOutcome> _outcomes =
        registrations.ToDictionary(registration => registration.Name, _ => SelfTestOutcome.Pending);

    private bool _isStopping;

    public bool IsStopping
    {
        get
        {
            lock (_lock)
            {
                return _isStopping;
            }
        }
    }

    public void Report(ModelRegistration registration, SelfTestOutcome outcome)
    {
        lock (_lock)
        {
            _outcomes[registration.Name] = outcome;
        }
    }

    /// <summary>Reports not ready from now on.</summary>
    public void Stop()
    {
        lock (_lock)
        {
            _isStopping = true;
        }
    }

    /// <summary>Returns the outcomes by the names of the registrations.</summary>
    public IReadOnlyDictionary<string, SelfTestOutcome> GetOutcomes()
    {
        lock (_lock)
        {
            return new Dictionary<string, SelfTestOutcome>(_outcomes);
        }
    }
}
