using System.CommandLine;
using System.Globalization;
using Qwen3.Connectors.Fuzz.Mutation;

namespace Qwen3.Connectors.Fuzz;

/// <summary>Loads damaged and absurd model files.</summary>
public static class Program
{
    internal const int WorkerDone = 0;
    internal const int WorkerFoundFault = 10;

    /// <summary>Runs the command, or with <c>worker</c> or <c>recover</c> a process under a memory limit.</summary>
    public static int Main(string[] arguments)
    {
        if (arguments is ["worker", var folder, var begin, var end, var kind, var isStructured])
        {
            return RunWorker(folder, Number(begin), Number(end), Enum.Parse<Misbehaviour>(kind), bool.Parse(isStructured));
        }

        if (arguments is ["recover", var model])
        {
            var fault = MemoryRecovery.RunAsync(model).GetAwaiter().GetResult();
            Console.Out.WriteLine(fault);
            return fault is null ? WorkerDone : WorkerFoundFault;
        }

        var first = new Option<int>("--first") { Description = "The first seed." };
        var count = new Option<int>("--count") { Description = "How many seeds.", DefaultValueFactory = _ => 100_000 };
        var save = new Option<string?>("--save") { Description = "Also write the first seed's file here." };
        var structured = new Option<bool>("--structured")
        {
            Description = "Create correct files with absurd contents (numbers, products, combinations of keys, sparse files) instead of " +
                "damaged ones.",
        };
        var inject = new Option<Misbehaviour>("--inject") { Description = "Make the last seed misbehave, to test that it is reported." };
        var command = new RootCommand("Loads damaged model files: each must load, or be refused with the reason. Exit code 1 when one " +
            "did anything else.")
        {
            first, count, structured, save, inject,
        };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(save) is { } path)
            {
                Seeds.Create(parsed.GetValue(first), parsed.GetValue(structured)).Save(path);
            }

            return new Session(Console.Out, parsed.GetValue(inject), parsed.GetValue(structured)).Run(parsed.GetValue(first),
                parsed.GetValue(count)) == 0 ? 0 : 1;
        });
        return command.Parse(arguments).Invoke();
    }

    private static int RunWorker(string folder, int first, int end, Misbehaviour misbehaviour, bool isStructured)
    {
        var fault = new Worker(folder, misbehaviour, isStructured).Run(first, end);
        Console.Out.WriteLine(fault);
        return fault is null ? WorkerDone : WorkerFoundFault;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
