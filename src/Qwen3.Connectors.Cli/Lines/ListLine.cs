using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Cli.Lines;

/// <summary>A file of the catalog, and where it is on this machine; null where it is not.</summary>
internal sealed record ListLine(
    string Name, string Kind, string Repository, string RepositoryFile, long? Bytes, long EstimatedBytes, string? Sha256, int? Dimensions, int ContextLength, bool IsDefault, string? File)
{
    public static ListLine Of(CatalogModel model, string? file) => new(
        model.Name,
        model.Kind == ModelKind.Embedding ? "embedding" : "reranker",
        model.Repository,
        model.File,
        file is null ? model.Bytes : ModelFile.LengthOf(file),
        model.EstimatedBytes,
        model.Sha256,
        model.Dimensions,
        model.ContextLength,
        model.IsDefault,
        file);
}
