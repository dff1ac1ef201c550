using Microsoft.Extensions.AI;

namespace Qwen3.Connectors.Tools.Functions;

/// <summary>Calls a search function and reranks its results.</summary>
internal sealed class RerankingFunction(
    AIFunction innerFunction, ITextReranker reranker, FunctionRerankingOptions options) : DelegatingAIFunction(innerFunction)
{
    private readonly ResultReranker _results = new(reranker, options);

    protected override async ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken) =>
        await _results.SearchAsync(
            arguments,
            options.QueryArgument,
            () => base.InvokeCoreAsync(arguments, cancellationToken).AsTask(),
            cancellationToken).ConfigureAwait(false);
}
