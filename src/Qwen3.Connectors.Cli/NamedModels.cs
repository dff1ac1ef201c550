namespace Qwen3.Connectors.Cli;

/// <summary>Models as a command line takes them: paths as they are, names from the store, with what is downloaded on standard error.</summary>
internal static class NamedModels
{
    public static ModelStore CreateStore(CliEnvironment environment, Action<ModelStoreOptions>? configure = null)
    {
        var options = environment.CreateStoreOptions();
        configure?.Invoke(options);
        return new ModelStore(options);
    }

    /// <returns>The path of the model's file.</returns>
    /// <exception cref="ModelDownloadException">It could not be downloaded.</exception>
    public static async Task<string> GetAsync(CliEnvironment environment, ModelStore store, string model, CancellationToken cancellationToken)
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
