namespace Qwen3.Connectors.Models.Verification.Checks;

/// <summary>The numbers of a network that tell the models apart.</summary>
internal sealed record KnownShape(int Layers, int Hidden, int Heads, int KeyHeads, int HeadSize, int FeedForward)
{
    public override string ToString() => $"{Layers} layers, hidden size {Hidden}, {Heads} heads of {HeadSize}, {KeyHeads} for keys, feed-forward {FeedForward}";
}
