namespace Qwen3.Connectors.LocalStore.Storage;

/// <summary>What a property is, as the file names it.</summary>
internal static class PropertyKinds
{
    public const string Key = "key";

    public const string Data = "data";

    public const string Vector = "vector";
}
