using Microsoft.Extensions.AI;
using Qwen3.Connectors.Inference;
using Qwen3.Connectors.Remote;
using Qwen3.Connectors.Remote.Engines;

namespace Qwen3.Connectors;

/// <summary>Creates embedding generators on servers.</summary>
public static class Qwen3EmbeddingGeneratorConnectExtensions
{
    extension(Qwen3EmbeddingGenerator)
    {
        /// <summary>
        /// Creates a generator on a server that is asked what it is when it is first needed. Instructions, dimensions and normalisation are
        /// applied here, as with a local model.
        /// </summary>
        /// <param name="connection">A URL, or a connection string as <see cref="RemoteOptions.Parse"/> reads it.</param>
        /// <param name="options">How to embed; null for the defaults. Its model path is not used.</param>
        /// <param name="configure">Sets more options of the connection; null for none.</param>
        /// <returns>A generator that owns its connections: dispose it when done.</returns>
        /// <exception cref="FormatException">The connection can't be read.</exception>
        /// <exception cref="ArgumentException">Options are wrong; the message lists every fault.</exception>
        public static Qwen3EmbeddingGenerator Connect(
            string connection, Qwen3EmbeddingOptions? options = null, Action<RemoteOptions>? configure = null)
        {
            var remote = RemoteOptions.Parse(connection);
            configure?.Invoke(remote);
            return Connect(remote, options);
        }

        /// <summary>Creates a generator on servers.</summary>
        /// <param name="remote">Which servers to call and how.</param>
        /// <param name="options">How to embed; null for the defaults. Its model path is not used.</param>
        /// <returns>A generator that owns its connections: dispose it when done.</returns>
        /// <exception cref="ArgumentException">Options are wrong; the message lists every fault.</exception>
        public static Qwen3EmbeddingGenerator Connect(RemoteOptions remote, Qwen3EmbeddingOptions? options = null)
        {
            ArgumentNullException.ThrowIfNull(remote);
            var inference = options?.Inference ?? new InferenceOptions();
            return new Qwen3EmbeddingGenerator(new RemoteEngineFactory().CreateEmbeddingEngine(remote, inference), options);
        }

        /// <summary>
        /// Creates a generator on one of another library that serves a Qwen3 embedding model, such as that of OllamaSharp or OpenAI: it is
        /// sent finished prompts.
        /// </summary>
        /// <param name="generator">The other generator, which must not add prompts or shorten vectors by itself.</param>
        /// <param name="options">How to embed; null for the defaults. Its model path is not used.</param>
        /// <returns>A generator that owns the other one: dispose it when done.</returns>
        /// <exception cref="ArgumentException">Options are wrong; the message lists every fault.</exception>
        public static Qwen3EmbeddingGenerator Connect(
            IEmbeddingGenerator<string, Embedding<float>> generator, Qwen3EmbeddingOptions? options = null)
        {
            ArgumentNullException.ThrowIfNull(generator);
            return new Qwen3EmbeddingGenerator(new GeneratorEngine(generator), options);
        }
    }
}
