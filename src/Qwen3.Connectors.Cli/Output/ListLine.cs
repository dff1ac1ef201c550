using Qwen3.Connectors.Cli.Models;
using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Cli.Output;

/// <summary>A line of <c>list --json</c>; <paramref name="File"/> is null if the model is not on this machine.</summary>
internal sealed record ListLine(
    string Name,
    string Kind,
    string Repository,
    string RepositoryFile,
    long? Bytes,
    long EstimatedBytes,
    string? Sha256,
    int? Dimensions,
    int ContextLength,
    bool IsDefault,
    string? File)
{
    public static ListLine Create(CatalogModel model, string? file) => new(
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
