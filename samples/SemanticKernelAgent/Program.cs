using Samples;
using SemanticKernelAgent;

if (!ChatModel.TryCreate(Environment.GetEnvironmentVariable, Console.Error, out var chat))
{
    return 2;
}

using (chat)
{
    // The store remains after the program: the next run replaces the same documents.
    var store = Path.Combine(Path.GetTempPath(), "qwen3-samples", "semantic-kernel-agent.db");
    return await AgentProgram.RunAsync(chat, store, Console.Out, Console.Error);
}
