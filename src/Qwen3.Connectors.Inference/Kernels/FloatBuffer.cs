using System.Runtime.InteropServices;

namespace Qwen3.Connectors.Inference.Kernels;

/// <summary>Floats outside the garbage collector's heap, aligned for any register, zero when new. Grows when asked, keeping nothing.</summary>
internal sealed unsafe class FloatBuffer : IDisposable
{
    private const int AlignmentBytes = 64;

    private static long s_liveBytes;

    /// <summary>Bytes of all buffers of the process: what estimates are held to.</summary>
    public static long LiveBytes => Volatile.Read(ref s_liveBytes);

    /// <summary>Where the floats lie; another place after a growing <see cref="Reserve"/>.</summary>
    public float* Data { get; private set; }

    /// <summary>How many there are.</summary>
    public long Length { get; private set; }

    /// <summary>Makes sure of <paramref name="length"/> floats. Contents are lost, and zero, when that takes a new block.</summary>
    public void Reserve(long length)
    {
        if (length <= Length)
        {
            return;
        }

        Release();
        Data = (float*)NativeMemory.AlignedAlloc(checked((nuint)length * sizeof(float)), AlignmentBytes);
        NativeMemory.Clear(Data, (nuint)length * sizeof(float));
        Length = length;
        Interlocked.Add(ref s_liveBytes, length * sizeof(float));
    }

    /// <summary>Gives the memory back; the buffer can be used again after <see cref="Reserve"/>.</summary>
    public void Release()
    {
        NativeMemory.AlignedFree(Data);
        Interlocked.Add(ref s_liveBytes, -Length * sizeof(float));
        Data = null;
        Length = 0;
    }

    public void Dispose()
    {
        Release();
        GC.SuppressFinalize(this);
    }

    ~FloatBuffer() => Release();
}
