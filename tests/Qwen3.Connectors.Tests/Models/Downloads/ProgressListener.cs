namespace Qwen3.Connectors.Tests.Models.Downloads;

/// <summary>Receives reports synchronously, unlike <see cref="Progress{T}"/>.</summary>
internal sealed class ProgressListener(Action<ModelDownloadProgress> listen) : IProgress<ModelDownloadProgress>
{
    public void Report(ModelDownloadProgress value) => listen(value);
}
