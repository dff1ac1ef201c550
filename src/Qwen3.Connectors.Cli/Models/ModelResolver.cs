namespace Qwen3.Connectors.Cli.Models;

/// <summary>Resolves paths and names of models to files, and shows downloads on standard error.</summary>
internal static class ModelResolver
{
    public static ModelStore CreateStore(CliEnvironment environment, Action<ModelStoreOptions>? configure = null)
    {
        var options = environment.CreateStoreOptions();
        configure?.Invoke(options);
        return new ModelStore(options);
    }

    public static Task<string> ResolveAsync(CliEnvironment environment, string model, CancellationToken cancellationToken) =>
        ResolveAsync(environment, CreateStore(environment), model, cancellationToken);

    /// <returns>The path of the model file.</returns>
    /// <exception cref="ModelDownloadException">The model could not be downloaded.</exception>
    public static async Task<string> ResolveAsync(
        CliEnvironment environment, ModelStore store, string model, CancellationToken cancellationToken)
    {
        var progress = new ProgressLine(environment.Error, environment.IsTerminal, environment.Columns, TimeProvider.System);
        try
        {
            return await store.GetAsync(model, progress, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            progress.Clear();
        }
    }
}
