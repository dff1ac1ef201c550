using Qwen3.Connectors.Inference;

namespace Qwen3.Connectors.Cli.Benchmarking;

/// <summary>Counts the floating-point operations of a forward pass. A multiply-add counts as two.</summary>
/// <remarks>
/// Counts what the engine computes: the last layer computes keys and values of every token, but the other products of the last token only.
/// Each weight is one multiply-add per token; each pair of tokens is two dot products of the head size per head and layer.
/// A shared token costs nothing itself, but later tokens attend to it.
/// </remarks>
internal static class ForwardPassOperations
{
    /// <summary>Counts the operations of texts.</summary>
    /// <param name="model">The shape of the network.</param>
    /// <param name="tokenCounts">Tokens of each text.</param>
    /// <param name="sharedTokens">Tokens that were not computed; assumed to be distributed evenly over the prefixes of the texts.</param>
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
        // In the last layer, only the last token of a text attends to all its tokens.
        var attention = 2.0 * model.Shape.HeadCount * model.Shape.HeadSize * ((pairs * fullLayers) + tokens + sharedTokens);
        return 2 * (weights + attention);
    }
}
