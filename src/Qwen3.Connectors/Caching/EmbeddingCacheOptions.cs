using Qwen3.Connectors.Validation;

namespace Qwen3.Connectors;

/// <summary>Options of a cache that <see cref="EmbeddingCacheExtensions"/> add to a generator.</summary>
/// <remarks>Validated and copied when the cached generator is created.</remarks>
public sealed class EmbeddingCacheOptions
{
    /// <summary>
    /// The beginning of every key, before the hash of the text and of all that its vector depends on; 0 to 200 characters.
    /// </summary>
    /// <value>
    /// Default <c>qwen3:</c>. Set it where decorators between the cache and the generator change texts or vectors: a key holds nothing
    /// of them.
    /// </value>
    public string KeyPrefix { get; set; } = "qwen3:";

    /// <summary>How long an entry is kept, from when it was written; 1 second to 10 years.</summary>
    /// <value>Default null: as long as the cache itself keeps entries.</value>
    public TimeSpan? Expiration { get; set; }

    /// <summary>Receives the exceptions of the cache. They never fail a call: a text that can't be read is computed.</summary>
    /// <value>Default null: exceptions of the cache are ignored, or logged where a container registered the generator.</value>
    public Action<Exception>? OnFailure { get; set; }

    internal EmbeddingCacheOptions Clone() => (EmbeddingCacheOptions)MemberwiseClone();

    /// <exception cref="ArgumentException">There are faults; the message lists them all.</exception>
    internal void ThrowIfInvalid(string parameterName)
    {
        var faults = new OptionFaults();
        faults.Require(KeyPrefix is { Length: <= 200 }, $"{nameof(KeyPrefix)} is null or too long; expected 0 to 200 characters.");
        if (Expiration is { } expiration)
        {
            faults.RequireRange(nameof(Expiration), expiration, TimeSpan.FromSeconds(1), TimeSpan.FromDays(3650));
        }

        faults.ThrowIfAny(nameof(EmbeddingCacheOptions), parameterName);
    }
}
