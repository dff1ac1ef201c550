namespace Qwen3.Connectors.Models.Downloads.Transfer;

/// <summary>The addresses of model files on a server.</summary>
internal sealed record ModelAddresses(Uri Endpoint, ModelAddressLayout Layout)
{
    public static ModelAddressLayout LayoutOf(Uri endpoint) =>
        endpoint.Host.StartsWith("modelscope.", StringComparison.OrdinalIgnoreCase)
        || endpoint.Host.StartsWith("www.modelscope.", StringComparison.OrdinalIgnoreCase)
            ? ModelAddressLayout.ModelScope
            : ModelAddressLayout.HuggingFace;

    public Uri Of(CatalogModel model)
    {
        var path = Layout switch
        {
            ModelAddressLayout.ModelScope => $"models/{model.Repository}/resolve/master/{model.File}",
            ModelAddressLayout.Flat => model.File,
            _ => $"{model.Repository}/resolve/main/{model.File}",
        };
        return new Uri($"{Endpoint.GetLeftPart(UriPartial.Path).TrimEnd('/')}/{path}");
    }

    /// <summary>Returns whether an address is on the configured server, which is the only one that may receive the token.</summary>
    public bool IsOnEndpoint(Uri address) =>
        Uri.Compare(address, Endpoint, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0;
}
