namespace Qwen3.Connectors.Hosting.Lifetime;

/// <summary>The outcome of a self-test, or that it has not finished.</summary>
internal sealed record SelfTestOutcome(bool HasEnded, Exception? Fault)
{
    public static SelfTestOutcome Pending { get; } = new(HasEnded: false, Fault: null);

    public static SelfTestOutcome Passed { get; } = new(HasEnded: true, Fault: null);

    public bool HasPassed => HasEnded && Fault is null;

    public static SelfTestOutcome Failed(Exception fault) => new(HasEnded: true, fault);

    public override string ToString() => !HasEnded ? "not finished" : Fault is null ? "passed" : "failed";
}
