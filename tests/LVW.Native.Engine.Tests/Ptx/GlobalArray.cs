using System.Runtime.InteropServices;
using LVW.Native.Engine.Testing.Ptx;

namespace LVW.Native.Engine.Tests.Ptx;

/// <summary>An array that kernels see as global memory, for as long as it lives.</summary>
internal sealed unsafe class GlobalArray<T> : IDisposable
    where T : unmanaged
{
    private readonly PtxMachine machine;
    private readonly void* memory;

    public GlobalArray(PtxMachine machine, params ReadOnlySpan<T> values)
    {
        this.machine = machine;
        Length = values.Length;
        memory = NativeMemory.AlignedAlloc((nuint)(Length * sizeof(T)), 256);
        values.CopyTo(Span);
        machine.MapGlobal((nint)memory, Length * sizeof(T));
    }

    public int Length { get; }

    public ulong Address => (ulong)memory;

    public Span<T> Span => new(memory, Length);

    public T this[int index] => Span[index];

    /// <summary>The array as a kernel's parameter: its address and its length.</summary>
    public byte[] View => ViewOf(Length);

    /// <summary>The same with another length, for views of larger elements.</summary>
    public byte[] ViewOf(long length) => [.. BitConverter.GetBytes(Address), .. BitConverter.GetBytes(length)];

    public void Dispose()
    {
        machine.UnmapGlobal((nint)memory);
        NativeMemory.AlignedFree(memory);
    }
}
