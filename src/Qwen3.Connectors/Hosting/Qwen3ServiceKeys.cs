namespace Qwen3.Connectors;

/// <summary>Keys under which the container has query views beside the generators that were registered.</summary>
public static class Qwen3ServiceKeys
{
    /// <summary>The query view of the generator without a key.</summary>
    public const string Query = "qwen3:query";

    /// <summary>The query view of a generator with a key.</summary>
    /// <param name="serviceKey">The generator's key.</param>
    /// <returns>The key followed by <c>:query</c>.</returns>
    public static string QueryOf(string serviceKey)
    {
        ArgumentNullException.ThrowIfNull(serviceKey);
        return $"{serviceKey}:query";
    }
}
