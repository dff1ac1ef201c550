using System.Runtime.InteropServices;

namespace Qwen3.Connectors.Fuzz;

/// <summary>Simulates faults.</summary>
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
            case Misbehaviour.Reserve:
                NativeMemory.Free(NativeMemory.Alloc((nuint)64 << 30));
                break;
        }
    }

    // A stack overflow can't be caught: the process ends, as after a read outside of a mapping.
    private static int Recurse(int depth) => depth < 0 ? 0 : Recurse(depth + 1) + Environment.TickCount;
}
