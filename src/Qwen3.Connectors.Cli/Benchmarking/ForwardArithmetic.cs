using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Cli.Benchmarking;

/// <summary>Counts the floating point operations of a forward pass; a multiply-add is two.</summary>
/// <remarks>
/// What is computed, not what a whole forward pass would be: the last layer needs keys and values of every token, and the rest of the last token only.
/// A weight is one multiply-add a token; a pair of tokens is two dot products of head size for each head and layer. Tokens that are shared cost
/// nothing themselves, but those behind them still attend to them.
/// </remarks>
internal static class ForwardArithmetic
{
    /// <summary>The operations of texts.</summary>
    /// <param name="model">The network's shape.</param>
    /// <param name="tokenCounts">Tokens of each text.</param>
    /// <param name="sharedTokens">How many of all those were not computed; taken as spread evenly over the beginnings of the texts.</param>
    public static double Count(ModelDescription model, IEnumerable<int> tokenCounts, long sharedTokens = 0)
    {
        double texts = 0, tokens = -sharedTokens, pairs = 0;
        foreach (double count in tokenCounts)
        {
            texts++;
            tokens += count;
            pairs += count * (count + 1) / 2;
        }

        var sharedEach = texts > 0 ? sharedTokens / texts : 0;
        pairs -= texts * sharedEach * (sharedEach + 1) / 2;
        var fullLayers = model.Shape.LayerCount - 1;
        var layerWeights = (double)model.LayerParameterCount / model.Shape.LayerCount;
        var keyValueWeights = 2.0 * model.Shape.HiddenSize * model.Shape.KeyValueHeadCount * model.Shape.HeadSize;
        var weights = (tokens * ((layerWeights * fullLayers) + keyValueWeights)) + (texts * (layerWeights - keyValueWeights));
        // In the last layer the last token of a text attends to all of it.
        var attention = 2.0 * model.Shape.HeadCount * model.Shape.HeadSize * ((pairs * fullLayers) + tokens + sharedTokens);
        return 2 * (weights + attention);
    }
}
