using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Remote;
using Qwen3.Connectors.Remote.Engines;

namespace Qwen3.Connectors;

/// <summary>Creates rerankers on servers.</summary>
public static class Qwen3RerankerConnectExtensions
{
    extension(Qwen3Reranker)
    {
        /// <summary>
        /// Creates a reranker on a server that is asked what it is when it is first needed. The template is applied here where the server
        /// does not apply it.
        /// </summary>
        /// <param name="connection">A URL, or a connection string as <see cref="RemoteOptions.Parse"/> reads it.</param>
        /// <param name="options">How to score; null for the defaults. Its model path is not used.</param>
        /// <param name="configure">Sets more options of the connection; null for none.</param>
        /// <returns>A reranker that owns its connections: dispose it when done.</returns>
        /// <exception cref="FormatException">The connection can't be read.</exception>
        /// <exception cref="ArgumentException">Options are wrong; the message lists every fault.</exception>
        public static Qwen3Reranker Connect(
            string connection, Qwen3RerankerOptions? options = null, Action<RemoteOptions>? configure = null)
        {
            var remote = RemoteOptions.Parse(connection);
            configure?.Invoke(remote);
            return Connect(remote, options);
        }

        /// <summary>Creates a reranker on servers.</summary>
        /// <param name="remote">Which servers to call and how.</param>
        /// <param name="options">How to score; null for the defaults. Its model path is not used.</param>
        /// <returns>A reranker that owns its connections: dispose it when done.</returns>
        /// <exception cref="ArgumentException">Options are wrong; the message lists every fault.</exception>
        public static Qwen3Reranker Connect(RemoteOptions remote, Qwen3RerankerOptions? options = null)
        {
            ArgumentNullException.ThrowIfNull(remote);
            var inference = options?.Inference ?? new InferenceOptions();
            return new Qwen3Reranker(new RemoteEngineFactory().CreateRerankEngine(remote, inference), options);
        }
    }
}
