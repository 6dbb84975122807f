using ILGPU;
using ILGPU.Backends.PTX;
using ILGPU.Runtime.Cuda;

namespace LVW.Native.Engine.Devices.Gpu;

/// <summary>Translates kernels to the PTX that an NVIDIA GPU would get, without one: for tests, dumps and the interpreter.</summary>
public sealed class PtxCompiler : IDisposable
{
    private readonly Context context;
    private readonly bool ownsContext;
    private readonly PTXBackend backend;

    /// <summary>A compiler with a context of its own.</summary>
    public PtxCompiler()
        : this(GpuDevice.CompilingContext()) => ownsContext = true;

    /// <summary>A compiler in a device's context.</summary>
    /// <param name="context">The context; it outlives the compiler.</param>
    public PtxCompiler(Context context)
    {
        this.context = context;

        // ILGPU writes sm_80 for every newer architecture; PTX 8.4 is the first that knows all instructions used here.
        backend = new PTXBackend(context, CudaArchitecture.SM_80, new CudaInstructionSet(8, 4), nvvmAPI: null!);
    }

    /// <summary>The corrected PTX of a kernel, for <c>sm_80</c> and later.</summary>
    public string Compile(KernelRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        lock (context)
        {
            var kernel = (PTXCompiledKernel)backend.Compile(request.Entry, request.Specialization);
            return PtxText.Correct(kernel.PTXAssembly);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        backend.Dispose();
        if (ownsContext) context.Dispose();
    }
}
