using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Inference.Gguf;

namespace Qwen3.Connectors.Tests.Gguf;

/// <summary>Asserts that a file is refused, and that the message gives the reason.</summary>
internal static class Refusal
{
    public static InvalidModelException Of(GgufWriter writer, params string[] reasons) => Of(writer.ToArray(), reasons);

    public static InvalidModelException Of(byte[] content, params string[] reasons) => OfFile(content, "model.gguf", reasons);

    public static InvalidModelException OfFile(byte[] content, string name, params string[] reasons)
    {
        using var file = new TemporaryFile(content, name);
        var exception = Assert.Throws<InvalidModelException>(() => GgufFile.Open(file.Path));
        Assert.Equal(file.Path, exception.Path);
        Assert.All(reasons, reason => Assert.Contains(reason, exception.Message, StringComparison.Ordinal));
        return exception;
    }
}
