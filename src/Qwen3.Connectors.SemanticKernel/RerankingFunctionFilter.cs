using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.SemanticKernel;
using Qwen3.Connectors.SemanticKernel.Results;
using Qwen3.Connectors.VectorData;

namespace Qwen3.Connectors.SemanticKernel;

/// <summary>
/// Reranks what search functions of a kernel return, whoever calls them: a model, a template or code. It reorders and trims; it never fetches more. Only
/// functions that its options name are touched. Safe for concurrent use if the reranker is; it does not own the reranker.
/// </summary>
/// <remarks>
/// Lists, arrays, <c>KernelSearchResults</c> and JSON come back as what they were. What is no list, such as a sentence, stays as it is; so does what a function
/// streams, with a warning in the log. Logs name functions and types of exceptions, never a user's text.
/// </remarks>
public sealed class RerankingFunctionFilter : IFunctionInvocationFilter
{
    private readonly ITextReranker _reranker;
    private readonly HashSet<string> _targets;
    private readonly ResultRerankingOptions _results;
    private readonly ILogger _logger;

    /// <summary>Creates a filter.</summary>
    /// <param name="reranker">What scores; stays open.</param>
    /// <param name="options">Which functions are reranked, and how.</param>
    /// <param name="loggerFactory">Hears of results that stay as they were; null for none.</param>
    /// <exception cref="ArgumentException">An option is wrong, or no function is named.</exception>
    public RerankingFunctionFilter(ITextReranker reranker, RerankingFunctionFilterOptions options, ILoggerFactory? loggerFactory = null)
    {
        ArgumentNullException.ThrowIfNull(reranker);
        ArgumentNullException.ThrowIfNull(options);
        _reranker = reranker;
        _targets = options.ReadTargets(nameof(options));
        _results = ResultTexts.Complete(options.Results, nameof(options));
        _logger = loggerFactory?.CreateLogger(typeof(RerankingFunctionFilter).FullName!) ?? NullLogger.Instance;
        _ = new ResultReranker(reranker, _results);
    }

    /// <inheritdoc/>
    public async Task OnFunctionInvocationAsync(FunctionInvocationContext context, Func<FunctionInvocationContext, Task> next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        var function = RerankingFunctionFilterOptions.NameOf(context.Function);
        if (!_targets.Contains(function) && !_targets.Contains($"{context.Function.PluginName}."))
        {
            await next(context).ConfigureAwait(false);
        }
        else if (context.IsStreaming)
        {
            _logger.NotReranked(function, "it streams");
            await next(context).ConfigureAwait(false);
        }
        else
        {
            await RerankAsync(function, context, next).ConfigureAwait(false);
        }
    }

    private async Task RerankAsync(string function, FunctionInvocationContext context, Func<FunctionInvocationContext, Task> next)
    {
        FoundResults found = null!;
        var items = await RerankerOf(function).SearchAsync(
            context.Arguments,
            async () =>
            {
                await next(context).ConfigureAwait(false);
                found = await FoundResults.ReadAsync(context.Result.GetValue<object>(), context.CancellationToken).ConfigureAwait(false);
                return found.Items;
            },
            context.CancellationToken).ConfigureAwait(false);

        if (found.Rebuild(items) is { } result && !ReferenceEquals(result, context.Result.GetValue<object>()))
        {
            context.Result = new FunctionResult(context.Result, result);
        }
        else
        {
            _logger.Unchanged(function);
        }
    }

    /// <summary>One a call, so that the log can name the function; it costs nothing beside the model.</summary>
    private ResultReranker RerankerOf(string function)
    {
        var options = _results.Clone();
        options.OnFailure = exception =>
        {
            _logger.RerankingFailed(function, exception.GetType().Name);
            _results.OnFailure?.Invoke(exception);
        };
        return new ResultReranker(_reranker, options);
    }
}
