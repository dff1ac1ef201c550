namespace Qwen3.Connectors;

/// <summary>Service keys of the query generators that the container provides beside the registered generators.</summary>
public static class Qwen3ServiceKeys
{
    /// <summary>The key of the query generator that belongs to the generator without a key.</summary>
    public const string Query = "qwen3:query";

    /// <summary>Returns the key of the query generator that belongs to a generator with a key.</summary>
    /// <param name="serviceKey">The generator's key.</param>
    /// <returns>The key followed by <c>:query</c>.</returns>
    public static string QueryOf(string serviceKey)
    {
        ArgumentNullException.ThrowIfNull(serviceKey);
        return $"{serviceKey}:query";
    }
}
