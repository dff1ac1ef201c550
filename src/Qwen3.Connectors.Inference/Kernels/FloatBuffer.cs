using System.Runtime.InteropServices;

namespace Qwen3.Connectors.Inference.Kernels;

/// <summary>Floats outside the garbage collector's heap, aligned for any register, zero when new. Grows when asked, keeping nothing.</summary>
internal sealed unsafe class FloatBuffer : IDisposable
{
    private const int AlignmentBytes = 64;

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
    }

    /// <summary>Gives the memory back; the buffer can be used again after <see cref="Reserve"/>.</summary>
    public void Release()
    {
        NativeMemory.AlignedFree(Data);
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
