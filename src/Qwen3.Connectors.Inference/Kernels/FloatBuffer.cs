using System.Runtime.InteropServices;

namespace Qwen3.Connectors.Inference.Kernels;

/// <summary>A buffer of floats in native memory, aligned for any vector register. Growing it discards and zeroes its contents.</summary>
internal sealed unsafe class FloatBuffer : IDisposable
{
    private const int AlignmentBytes = 64;

    private static long s_liveBytes;

    /// <summary>Bytes of all buffers of the process; tests compare estimates with it.</summary>
    public static long LiveBytes => Volatile.Read(ref s_liveBytes);

    /// <summary>The first float; changes when <see cref="Reserve"/> grows the buffer.</summary>
    public float* Data { get; private set; }

    /// <summary>Number of floats.</summary>
    public long Length { get; private set; }

    /// <summary>Ensures a length of at least <paramref name="length"/>. If the buffer grows, its contents are lost and zero.</summary>
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

    /// <summary>Frees the memory; the buffer can be used again after <see cref="Reserve"/>.</summary>
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
