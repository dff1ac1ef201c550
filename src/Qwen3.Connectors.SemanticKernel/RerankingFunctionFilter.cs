using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.SemanticKernel;
using Qwen3.Connectors.SemanticKernel.Results;

namespace Qwen3.Connectors.SemanticKernel;

/// <summary>
/// Reranks the results of a kernel's search functions, whether a model, a template or code calls them. It reorders and trims results; it
/// does not fetch more. Only functions that its options name are reranked. Safe for concurrent use if the reranker is. Does not own the
/// reranker.
/// </summary>
/// <remarks>
/// A result is returned as the type that it had: a list, an array, <c>KernelSearchResults</c>, JSON, text content. A result that is no
/// list, such as a sentence, and a streamed result are returned unchanged, with a warning in the log. Logs have names of functions and of
/// exception types, never texts of users.
/// </remarks>
public sealed class RerankingFunctionFilter : IFunctionInvocationFilter
{
    private readonly ITextReranker _reranker;
    private readonly HashSet<string> _targets;
    private readonly RerankingFunctionFilterOptions _options;
    private readonly ILogger _logger;

    /// <summary>Creates a filter.</summary>
    /// <param name="reranker">The reranker. Not disposed.</param>
    /// <param name="options">Which functions are reranked, and how.</param>
    /// <param name="loggerFactory">Logs results that are returned unchanged; null for no log.</param>
    /// <exception cref="ArgumentException">An option is invalid, or no function is named.</exception>
    public RerankingFunctionFilter(ITextReranker reranker, RerankingFunctionFilterOptions options, ILoggerFactory? loggerFactory = null)
    {
        ArgumentNullException.ThrowIfNull(reranker);
        ArgumentNullException.ThrowIfNull(options);
        _reranker = reranker;
        _targets = options.ReadTargets(nameof(options));
        _options = options.CloneValid<RerankingFunctionFilterOptions>(nameof(options));
        _logger = loggerFactory?.CreateLogger(typeof(RerankingFunctionFilter).FullName!) ?? NullLogger.Instance;
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
        var items = await CreateReranker(function).SearchAsync(
            context.Arguments,
            _options.QueryArgument,
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

    /// <summary>Creates a reranker per call, so that the log can name the function; the cost is negligible beside the model.</summary>
    private ResultReranker CreateReranker(string function)
    {
        var options = _options.CloneValid<RerankingFunctionFilterOptions>(nameof(_options));
        options.OnFailure = exception =>
        {
            _logger.RerankingFailed(function, exception.GetType().Name);
            _options.OnFailure?.Invoke(exception);
        };
        return new ResultReranker(_reranker, options);
    }
}
