using AgentFramework;
using Samples;

if (!ChatModel.TryCreate(Environment.GetEnvironmentVariable, Console.Error, out var chat))
{
    return 2;
}

using (chat)
{
    var store = Path.Combine(Path.GetTempPath(), "qwen3-samples", "agent-framework.db");
    await AgentFrameworkProgram.RunAsync(chat, store, Console.Out);
    return 0;
}
