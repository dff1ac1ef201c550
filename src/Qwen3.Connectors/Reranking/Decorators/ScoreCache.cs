namespace Qwen3.Connectors.Reranking.Decorators;

/// <summary>Scores by key, the least recently used of which go when there are too many. Safe for concurrent use.</summary>
internal sealed class ScoreCache(int capacity)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ScoreKey, LinkedListNode<(ScoreKey Key, RerankResult Result)>> _nodes = [];
    private readonly LinkedList<(ScoreKey Key, RerankResult Result)> _byUse = [];

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _nodes.Count;
            }
        }
    }

    public RerankResult? Find(ScoreKey key)
    {
        lock (_gate)
        {
            if (!_nodes.TryGetValue(key, out var node))
            {
                return null;
            }

            _byUse.Remove(node);
            _byUse.AddFirst(node);
            return node.Value.Result;
        }
    }

    public void Add(ScoreKey key, RerankResult result)
    {
        lock (_gate)
        {
            if (_nodes.ContainsKey(key))
            {
                return;
            }

            if (_nodes.Count == capacity)
            {
                _nodes.Remove(_byUse.Last!.Value.Key);
                _byUse.RemoveLast();
            }

            _nodes.Add(key, _byUse.AddFirst((key, result)));
        }
    }
}
