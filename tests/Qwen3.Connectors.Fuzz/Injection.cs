using System.Runtime.InteropServices;

namespace Qwen3.Connectors.Fuzz;

/// <summary>Misbehaves on purpose.</summary>
internal static unsafe class Injection
{
    private const int TooManyBytes = 300 << 20;

    public static void Commit(Misbehaviour misbehaviour)
    {
        switch (misbehaviour)
        {
            case Misbehaviour.Hang:
                while (Environment.TickCount64 > 0)
                {
                    Thread.SpinWait(1000);
                }

                break;
            case Misbehaviour.Crash:
                Recurse(0);
                break;
            case Misbehaviour.Throw:
                throw new InvalidOperationException("thrown on purpose");
            case Misbehaviour.Allocate:
                GC.KeepAlive(new byte[TooManyBytes]);
                break;
            case Misbehaviour.AllocateNative:
                var memory = NativeMemory.Alloc(TooManyBytes);
                NativeMemory.Fill(memory, TooManyBytes, 1);
                NativeMemory.Free(memory);
                break;
        }
    }

    // The stack's end can't be caught: the process ends, as it would by a read outside of a mapping.
    private static int Recurse(int depth) => depth < 0 ? 0 : Recurse(depth + 1) + Environment.TickCount;
}
