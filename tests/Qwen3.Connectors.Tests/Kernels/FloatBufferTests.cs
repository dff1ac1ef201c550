using Qwen3.Connectors.Inference.Kernels;

namespace Qwen3.Connectors.Tests.Kernels;

public unsafe class FloatBufferTests
{
    [Fact]
    public void A_new_buffer_is_empty()
    {
        using var buffer = new FloatBuffer();
        Assert.True(buffer.Data is null);
        Assert.Equal(0, buffer.Length);
        buffer.Reserve(0);
        Assert.True(buffer.Data is null);
    }

    [Fact]
    public void Floats_are_aligned_and_zero_even_where_others_lay()
    {
        for (var length = 1; length < 5000; length = (length * 3) + 1)
        {
            for (var i = 0; i < 10; i++)
            {
                using var buffer = new FloatBuffer();
                buffer.Reserve(length);
                Assert.Equal(length, buffer.Length);
                Assert.Equal(0, (nint)buffer.Data % 64);
                var floats = new Span<float>(buffer.Data, length);
                Assert.False(floats.ContainsAnyExcept(0f));
                floats.Fill(float.NaN);
            }
        }
    }

    [Fact]
    public void A_smaller_reserve_keeps_place_and_contents_and_a_larger_one_starts_with_zeros()
    {
        using var buffer = new FloatBuffer();
        buffer.Reserve(100);
        buffer.Data[99] = 5;
        var before = (nint)buffer.Data;
        buffer.Reserve(7);
        buffer.Reserve(100);
        Assert.Equal(100, buffer.Length);
        Assert.Equal(before, (nint)buffer.Data);
        Assert.Equal(5, buffer.Data[99]);

        buffer.Reserve(1000);
        Assert.Equal(1000, buffer.Length);
        Assert.False(new Span<float>(buffer.Data, 1000).ContainsAnyExcept(0f));
    }

    [Fact]
    public void A_released_buffer_can_be_used_again()
    {
        var buffer = new FloatBuffer();
        buffer.Reserve(10);
        buffer.Release();
        Assert.True(buffer.Data is null);
        Assert.Equal(0, buffer.Length);
        buffer.Release();

        buffer.Reserve(10);
        Assert.Equal(10, buffer.Length);
        Assert.False(new Span<float>(buffer.Data, 10).ContainsAnyExcept(0f));
        buffer.Dispose();
        buffer.Dispose();
        Assert.True(buffer.Data is null);
    }

    [Fact]
    public void A_length_beyond_all_memory_is_refused_and_leaves_the_buffer_empty()
    {
        using var buffer = new FloatBuffer();
        buffer.Reserve(10);
        Assert.ThrowsAny<Exception>(() => buffer.Reserve(long.MaxValue / 2));
        Assert.Equal(0, buffer.Length);
        Assert.True(buffer.Data is null);
    }
}
