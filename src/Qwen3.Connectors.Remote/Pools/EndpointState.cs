namespace Qwen3.Connectors.Remote.Pools;

/// <summary>Whether a server of a pool is used.</summary>
internal enum EndpointState
{
    /// <summary>Not asked yet, or unavailable: it is asked again after a delay.</summary>
    Down,

    /// <summary>It takes requests.</summary>
    Up,

    /// <summary>It is of another vector space, or can't serve: it is not used before it is asked again and has changed.</summary>
    Refused,
}
