using ILGPU;
using LVW.Native.Engine.Devices.Gpu;
using LVW.Native.Engine.Testing.Ptx;

namespace LVW.Native.Engine.Testing.Gpu;

/// <summary>
/// Compiles kernels to the PTX that an NVIDIA GPU would get and interprets it. A kernel may touch only the memory that its views name, or,
/// if it takes raw addresses, only blocks of the device.
/// </summary>
public sealed class PtxLauncher : GpuLauncher
{
    private readonly PtxCompiler compiler;
    private readonly Dictionary<Type, PtxModule> modules = [];
    private readonly Dictionary<nint, long> blocks = [];

    /// <summary>A launcher that compiles in a device's context.</summary>
    public PtxLauncher(Context context) => compiler = new PtxCompiler(context);

    /// <inheritdoc/>
    public override IReadOnlyCollection<Type> Loaded => modules.Keys;

    /// <summary>Opens a device whose kernels are interpreted: slow, and with every check that the interpreter has.</summary>
    public static GpuDevice OpenDevice(GpuOptions? options = null) => GpuDevice.Interpreted(context => new PtxLauncher(context), options);

    /// <inheritdoc/>
    public override void Launch<TKernel>(in GpuGrid grid, TKernel kernel)
    {
        KernelRequest request = KernelRequest.Of<TKernel>();
        if (!modules.TryGetValue(typeof(TKernel), out PtxModule? module))
        {
            module = PtxModule.Parse(compiler.Compile(request));
            CountCompiled();
            modules.Add(typeof(TKernel), module);
        }

        KernelArguments arguments = KernelArguments.Of(kernel);
        if (arguments.Bytes.Length != module.ParameterBytes)
        {
            throw new InvalidOperationException(
                $"PtxLauncher: {request.DisplayName} takes {module.ParameterBytes} bytes of arguments but {arguments.Bytes.Length} were packed.");
        }

        // Warps that agree by a collective may hand values over without a barrier only in kernels that are written in PTX.
        var machine = new PtxMachine { WarpCollectivesOrderMemory = request.NeedsPtx };
        foreach ((nint address, long bytes) in Merged(request.NeedsPtx ? [.. blocks.Select(block => (block.Key, block.Value))] : arguments.Ranges))
        {
            machine.MapGlobal(address, bytes);
        }

        machine.Launch(module, new PtxGrid(grid.X, grid.Y, grid.Z, request.GroupSize, 1, 1, request.DynamicSharedBytes), arguments.Bytes);
    }

    /// <inheritdoc/>
    public override void Allocated(nint address, long bytes) => blocks[address] = bytes;

    /// <inheritdoc/>
    public override void Freed(nint address) => blocks.Remove(address);

    /// <inheritdoc/>
    public override void Dispose() => compiler.Dispose();

    // Views of one block may overlap or touch; the interpreter wants regions that do not overlap.
    private static IEnumerable<(nint Address, long Bytes)> Merged(IReadOnlyList<(nint Address, long Bytes)> ranges)
    {
        nint start = 0;
        long length = 0;
        foreach ((nint first, long count) in ranges.OrderBy(range => range.Address))
        {
            // A region begins at a multiple of 16, which a part of a block need not.
            nint address = first & ~15;
            long bytes = count + (first - address);
            if (length > 0 && address < start + length)
            {
                length = Math.Max(length, address + bytes - start);
                continue;
            }

            if (length > 0) yield return (start, length);
            (start, length) = (address, bytes);
        }

        if (length > 0) yield return (start, length);
    }
}
