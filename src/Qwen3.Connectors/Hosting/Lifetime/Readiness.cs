using Qwen3.Connectors.Hosting.Registration;

namespace Qwen3.Connectors.Hosting.Lifetime;

/// <summary>What is known of the models of a container without asking them anything.</summary>
internal sealed class Readiness(IEnumerable<ModelRegistration> registrations)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, SelfTestOutcome> _outcomes = registrations.ToDictionary(registration => registration.Name, _ => SelfTestOutcome.Pending);
    private bool _stopping;

    public bool IsStopping
    {
        get
        {
            lock (_lock)
            {
                return _stopping;
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

    public void Stop()
    {
        lock (_lock)
        {
            _stopping = true;
        }
    }

    /// <summary>The outcomes so far, by the names of the registrations.</summary>
    public IReadOnlyDictionary<string, SelfTestOutcome> Outcomes()
    {
        lock (_lock)
        {
            return new Dictionary<string, SelfTestOutcome>(_outcomes);
        }
    }
}
