namespace Quickstart;

/// <summary>The model files to run on.</summary>
internal sealed record ModelFiles(string Embedding, string Reranker)
{
    private const string BundledEmbedding = "qwen3-mini-embedding.Q8_0.gguf";
    private const string BundledReranker = "qwen3-mini-reranker.Q8_0.gguf";

    /// <summary>The expected values of the bundled models, from a float64 reference.</summary>
    public static string GoldenFile => Bundled("golden.json");

    public bool IsBundledEmbedding => Path.GetFileName(Embedding) == BundledEmbedding;

    public bool IsBundledReranker => Path.GetFileName(Reranker) == BundledReranker;

    /// <summary>Parses the arguments. Returns the bundled files by default, or null if the arguments are invalid.</summary>
    public static ModelFiles? Parse(string[] arguments)
    {
        var files = new ModelFiles(Bundled(BundledEmbedding), Bundled(BundledReranker));
        for (var i = 0; i < arguments.Length; i += 2)
        {
            if (i + 1 == arguments.Length || arguments[i + 1].Length == 0)
            {
                return null;
            }

            switch (arguments[i])
            {
                case "--embedding":
                    files = files with { Embedding = arguments[i + 1] };
                    break;
                case "--reranker":
                    files = files with { Reranker = arguments[i + 1] };
                    break;
                default:
                    return null;
            }
        }

        return files;
    }

    private static string Bundled(string name) => Path.Combine(AppContext.BaseDirectory, "models", name);
}
