namespace Qwen3.Connectors.Engines;

/// <summary>An engine whose model may not be open yet.</summary>
internal interface ILazyEngine
{
    /// <summary>Whether the model is open.</summary>
    bool IsOpen { get; }
}
