using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Prompts;

/// <summary>The template that the reranking models were trained on: single line breaks, and an empty thought before the answer.</summary>
internal static class RerankTemplate
{
    public const string Prefix =
        "<|im_start|>system\nJudge whether the Document meets the requirements based on the Query and the Instruct provided. " +
        "Note that the answer can only be \"yes\" or \"no\".<|im_end|>\n<|im_start|>user\n";

    public const string Suffix = "<|im_end|>\n<|im_start|>assistant\n<think>\n\n</think>\n\n";

    /// <summary>Prompts that share every string but the document.</summary>
    public static RerankPrompt[] Build(string instruction, string query, IReadOnlyList<string> documents, int? maxDocumentTokens = null)
    {
        var head = $"<Instruct>: {instruction}\n<Query>: {query}\n<Document>: ";
        var prompts = new RerankPrompt[documents.Count];
        for (var i = 0; i < prompts.Length; i++)
        {
            prompts[i] = new RerankPrompt(Prefix, head, documents[i], Suffix)
            {
                MaxDocumentTokens = maxDocumentTokens,
                Query = query,
                Instruction = instruction,
            };
        }

        return prompts;
    }
}
