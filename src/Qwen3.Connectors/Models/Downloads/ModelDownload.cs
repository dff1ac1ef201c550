using Qwen3.Connectors.Models.Downloads.Transfer;

namespace Qwen3.Connectors;

/// <summary>What is about to be downloaded.</summary>
/// <param name="Model">The file.</param>
/// <param name="Address">Where it comes from, without any token.</param>
/// <param name="Bytes">Its whole length, or null where the server does not say.</param>
/// <param name="PresentBytes">Bytes of it that are here from an earlier attempt, and stay.</param>
/// <param name="TargetFile">Where it goes, as a full path.</param>
public sealed record ModelDownload(CatalogModel Model, Uri Address, long? Bytes, long PresentBytes, string TargetFile)
{
    /// <summary>All of it in a line.</summary>
    public override string ToString()
    {
        var size = Bytes is { } bytes ? ByteSizeFormatter.Of(bytes) : "of unknown size";
        var present = PresentBytes > 0 ? $", {ByteSizeFormatter.Of(PresentBytes)} of it here already" : "";
        return $"downloading {Model.Name} ({size}{present}) from {Address} to {TargetFile}";
    }
}
