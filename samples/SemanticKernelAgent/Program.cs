using SemanticKernelAgent;

if (!ChatModel.TryCreate(Environment.GetEnvironmentVariable, Console.Error, out var chat))
{
    return 2;
}

using (chat)
{
    return await AgentProgram.RunAsync(chat, Console.Out, Console.Error);
}
