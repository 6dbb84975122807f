using LVW.Native.Engine.Testing.Ptx.Execution;

namespace LVW.Native.Engine.Testing.Ptx;

/// <summary>
/// Executes PTX on the CPU, a warp at a time, and finds what a GPU would leave unsaid: accesses out of bounds, races, missing waits and
/// barriers that not all threads meet. Not thread-safe.
/// </summary>
public sealed class PtxMachine
{
    /// <summary>Shared memory that a block of the largest supported GPUs may use, in bytes.</summary>
    public const int MaximumSharedBytes = 232448;

    private readonly GlobalMemory global = new();

    /// <summary>Instructions executed by all launches since the last reset.</summary>
    public PtxCounters Counters { get; } = new();

    /// <summary>Instructions that one thread may execute in one launch before it counts as caught in an endless loop.</summary>
    public long ThreadBudget { get; init; } = 10_000_000;

    /// <summary>
    /// Whether global accesses of different threads of a launch are compared: two that write different values to one address, and one that
    /// reads what another has written, with no barrier between them.
    /// </summary>
    public bool CheckGlobalRaces
    {
        get => global.CheckRaces;
        init => global.CheckRaces = value;
    }

    /// <summary>
    /// Whether every warp collective (shuffles, votes, <c>ldmatrix</c>, <c>mma</c>) orders the memory accesses of the warp. By the PTX ISA
    /// only <c>bar.warp.sync</c> and block barriers do, which is the default.
    /// </summary>
    public bool WarpCollectivesOrderMemory { get; init; }

    /// <summary>Lets kernels access memory of the process as global memory.</summary>
    /// <param name="address">The first byte, a multiple of 16; the memory must stay where it is.</param>
    /// <param name="bytes">Bytes, at least 1.</param>
    /// <exception cref="ArgumentException">The address is not aligned, or the region overlaps a mapped one.</exception>
    public void MapGlobal(nint address, long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bytes, 1);
        if (address == 0 || address % 16 != 0) throw new ArgumentException($"MapGlobal: address 0x{address:X} is no multiple of 16. Allocate aligned memory.");
        global.Map((ulong)address, (ulong)bytes);
    }

    /// <summary>Takes a region away again.</summary>
    /// <param name="address">The region's first byte.</param>
    /// <exception cref="ArgumentException">No region begins there.</exception>
    public void UnmapGlobal(nint address) => global.Unmap((ulong)address);

    /// <summary>Runs a kernel to its end.</summary>
    /// <param name="module">The kernel.</param>
    /// <param name="grid">Blocks, threads of a block, dynamic shared memory.</param>
    /// <param name="parameters">The parameters' bytes, at least <see cref="PtxModule.ParameterBytes"/>.</param>
    /// <exception cref="ArgumentException">The launch is not possible on a GPU: too many threads, too much shared memory, too few parameter bytes.</exception>
    /// <exception cref="PtxFaultException">The kernel did something wrong.</exception>
    public void Launch(PtxModule module, in PtxGrid grid, ReadOnlySpan<byte> parameters)
    {
        Validate(module, grid, parameters.Length);
        global.Begin(module.Program.GlobalGranule);
        var launch = new Launch(this, module, grid, parameters, global);
        try
        {
            launch.Run();
        }
        finally
        {
            for (int i = 0; i < launch.Counts.Length; i++) Counters.Counts[i] += launch.Counts[i];
        }
    }

    private static void Validate(PtxModule module, in PtxGrid grid, int parameterBytes)
    {
        if (grid.GridX < 1 || grid.GridY is < 1 or > 65535 || grid.GridZ is < 1 or > 65535) throw new ArgumentException($"{module.Name}: a grid of {grid.GridX} × {grid.GridY} × {grid.GridZ} blocks is not possible. Use 1 to 65535 along y and z.");
        bool block = grid is { BlockX: >= 1 and <= 1024, BlockY: >= 1 and <= 1024, BlockZ: >= 1 and <= 64 } && grid.Threads <= 1024;
        if (!block) throw new ArgumentException($"{module.Name}: a block of {grid.BlockX} × {grid.BlockY} × {grid.BlockZ} threads is not possible. Use at most 1024 threads.");
        if (grid.Threads > module.MaximumThreads) throw new ArgumentException($"{module.Name}: {grid.Threads} threads a block, but the kernel is compiled for at most {module.MaximumThreads}.");
        long shared = (long)module.SharedBytes + grid.SharedBytes;
        if (grid.SharedBytes < 0 || shared > MaximumSharedBytes) throw new ArgumentException($"{module.Name}: {shared} bytes of shared memory; a block has at most {MaximumSharedBytes}.");
        if (parameterBytes < module.ParameterBytes) throw new ArgumentException($"{module.Name}: {parameterBytes} bytes of parameters, but the kernel takes {module.ParameterBytes}.");
    }
}
