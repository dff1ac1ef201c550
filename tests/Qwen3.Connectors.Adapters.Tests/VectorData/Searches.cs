using Microsoft.Extensions.VectorData;

namespace Qwen3.Connectors.Adapters.Tests.VectorData;

/// <summary>Searches as tests want them: as a list, cancelled with the test.</summary>
internal static class Searches
{
    public static async Task<List<VectorSearchResult<TRecord>>> FindAsync<TRecord, TInput>(
        this IVectorSearchable<TRecord> search, TInput value, int top, VectorSearchOptions<TRecord>? options = null)
        where TRecord : class
        where TInput : notnull =>
        await search.SearchAsync(
            value, top, options, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
}
