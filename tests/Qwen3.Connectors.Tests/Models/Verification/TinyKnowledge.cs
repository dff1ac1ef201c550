using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Models.Verification.Checks;
using Qwen3.Connectors.Tests.Gguf;

namespace Qwen3.Connectors.Tests.Models.Verification;

/// <summary>Knowledge of a tiny model, as if it had been published.</summary>
internal static class TinyKnowledge
{
    public static KnownModels Of(TinyQwen3 tiny, ModelKind kind = ModelKind.Embedding) => new()
    {
        Tolerances = new() { ["order"] = [] },
        Vocabularies = new() { ["tiny"] = new([tiny.Vocabulary.Tokens.Length], tiny.Vocabulary.Merges.Length, new() { ["<|endoftext|>"] = tiny.Vocabulary.EndOfTextId }, []) },
        Models =
        [
            new KnownModel
            {
                Name = "tiny",
                Kind = kind,
                Shape = new()
                {
                    LayerCount = tiny.Options.Layers,
                    HiddenSize = tiny.Options.Hidden,
                    FeedForwardSize = tiny.Options.Ffn,
                    HeadCount = tiny.Options.Heads,
                    KeyValueHeadCount = tiny.Options.KvHeads,
                    HeadSize = tiny.Options.HeadDim,
                    ContextLength = 32768,
                    VocabularySize = tiny.Vocabulary.Tokens.Length,
                },
                Vocabulary = "tiny",
                IsTied = true,
                Similarities = [new() { Name = "similarity", Source = "a test", Queries = ["the"], Documents = ["query"], Similarity = [[0]], Tolerance = "order" }],
            },
        ],
    };
}
