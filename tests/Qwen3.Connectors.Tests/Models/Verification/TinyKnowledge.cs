using Qwen3.Connectors.Models.Verification.Checks;
using Qwen3.Connectors.Tests.Gguf;

namespace Qwen3.Connectors.Tests.Models.Verification;

/// <summary>Knowledge of a tiny model, as if it had been published.</summary>
internal static class TinyKnowledge
{
    public static KnownModels Of(TinyQwen3 tiny, FilePurpose purpose = FilePurpose.Embedding) => new()
    {
        Tolerances = new() { ["order"] = [] },
        Vocabularies = new() { ["tiny"] = new([tiny.Vocabulary.Tokens.Length], tiny.Vocabulary.Merges.Length, new() { ["<|endoftext|>"] = tiny.Vocabulary.EndOfTextId }, []) },
        Models =
        [
            new KnownModel
            {
                Name = "tiny",
                Purpose = purpose,
                Shape = new(tiny.Options.Layers, tiny.Options.Hidden, tiny.Options.Heads, tiny.Options.KvHeads, tiny.Options.HeadDim, tiny.Options.Ffn),
                Vocabulary = "tiny",
                Context = 32768,
                IsTied = true,
                Similarities = [new() { Name = "similarity", Source = "a test", Queries = ["the"], Documents = ["query"], Similarity = [[0]], Tolerance = "order" }],
            },
        ],
    };
}
