namespace Qwen3.Connectors.Hosting.Registration;

/// <summary>A generator or reranker of a container.</summary>
/// <param name="Purpose">What the model is for, in a word.</param>
/// <param name="ServiceKey">The registration's key, or null for the unkeyed one.</param>
/// <param name="SelfTestAsync">Loads the model and computes something known; throws where the result is not usable.</param>
internal sealed record ModelRegistration(string Purpose, string? ServiceKey, Func<IServiceProvider, CancellationToken, Task> SelfTestAsync)
{
    /// <summary>For people: in the log and in health reports.</summary>
    public string Name => ServiceKey is null ? Purpose : $"{Purpose} '{ServiceKey}'";
}
