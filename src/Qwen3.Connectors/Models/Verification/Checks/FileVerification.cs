using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Inference.Loading;

namespace Qwen3.Connectors.Models.Verification.Checks;

/// <summary>Runs all checks of a file: container, header, tokenizer, then computed numbers.</summary>
internal sealed class FileVerification(string path, int? threadCount, KnownModels knowledge)
{
    private const string Container = "container";

    private readonly List<ModelCheck> _checks = [];

    public async Task<ModelVerification> RunAsync(CancellationToken cancellationToken)
    {
        FileIdentity? identity = null;
        try
        {
            identity = await Task.Run(CheckStructure, cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidModelException exception)
        {
            _checks.Add(Checks.Refuse(_checks.Count == 0 ? Container : "header", exception));
        }

        if (identity is not null)
        {
            await CheckNumbersAsync(identity, cancellationToken).ConfigureAwait(false);
        }

        return new ModelVerification(
            path, identity?.Known?.Name, identity?.Recognition ?? "Not recognised: no header of a Qwen3 model could be read.", _checks);
    }

    /// <returns>The identity of the file, or null for another architecture.</returns>
    private FileIdentity? CheckStructure()
    {
        using var header = ModelHeader.Open(path);
        _checks.Add(Checks.Pass(Container, "GGUF of version 2 or 3, whole, in one part", $"version {header.Version}, {header.KeyCount} keys, {header.TensorCount} tensors"));
        var architecture = HeaderChecks.Architecture(header);
        _checks.Add(architecture);
        if (architecture.Outcome == ModelCheckOutcome.Failed)
        {
            return null;
        }

        var identity = FileIdentity.Of(header, knowledge);
        _checks.AddRange(HeaderChecks.Of(header, identity));
        _checks.AddRange(new TokenizerChecks(header, identity, knowledge).Run());
        return identity;
    }

    private async Task CheckNumbersAsync(FileIdentity identity, CancellationToken cancellationToken)
    {
        try
        {
            var checks = identity.Kind == ModelKind.Reranker
                ? new RerankerChecks(identity, knowledge).RunAsync(path, threadCount, _checks, cancellationToken)
                : new EmbeddingChecks(identity, knowledge).RunAsync(path, threadCount, _checks, cancellationToken);
            await checks.ConfigureAwait(false);
        }
        catch (InvalidModelException exception)
        {
            _checks.Add(Checks.Refuse(_checks[^1].Name is "engine" or "head" ? "golden numbers" : "engine", exception));
        }
    }
}
