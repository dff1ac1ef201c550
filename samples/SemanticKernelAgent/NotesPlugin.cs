using System.ComponentModel;
using Microsoft.SemanticKernel;
using Qwen3.Connectors.VectorData;

namespace SemanticKernelAgent;

/// <summary>The search of the agent: the nearest passages of a memory, which a filter of the kernel reranks.</summary>
internal sealed class NotesPlugin(Qwen3Memory memory)
{
    public const int FoundCount = 10;

    [KernelFunction("search")]
    [Description("Finds notes about nature, places, the household, programs and code.")]
    public async Task<List<Note>> SearchAsync(
        [Description("A question or keywords.")] string query, CancellationToken cancellationToken = default)
    {
        var hits = await memory.SearchAsync(query, FoundCount, cancellationToken: cancellationToken);
        return [.. hits.Select(hit => new Note($"{hit.Source}:{hit.Record.StartLine}", hit.Text))];
    }
}
