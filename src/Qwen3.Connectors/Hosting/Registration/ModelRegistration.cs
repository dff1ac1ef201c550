namespace Qwen3.Connectors.Hosting.Registration;

/// <summary>A generator or reranker of a container.</summary>
/// <param name="Purpose">Such as <c>embedding</c>.</param>
/// <param name="ServiceKey">The registration's key, or null for the one without a key.</param>
/// <param name="SelfTestAsync">Loads the model and computes a built-in text; throws where the result is not usable.</param>
internal sealed record ModelRegistration(string Purpose, string? ServiceKey, Func<IServiceProvider, CancellationToken, Task> SelfTestAsync)
{
    /// <summary>The name in logs and health reports.</summary>
    public string Name => ServiceKey is null ? Purpose : $"{Purpose} '{ServiceKey}'";
}
