using System.Reflection;
using ILGPU;
using ILGPU.Backends;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.OpenCL;
using ILGPU.Backends.PTX;
using ILGPU.IR.Types;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace LVW.Native.Engine.Devices.Gpu;

/// <summary>
/// The few members of ILGPU 1.5.3 that are not public: without them a kernel's text could neither be corrected nor loaded from disk.
/// </summary>
internal static class IlgpuInternals
{
    private const BindingFlags Hidden = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public;

    // Pointer and length: what the OpenCL backend makes of a view.
    private const int FieldsOfView = 2;

    public static PTXCompiledKernel PtxKernel(Context context, KernelRequest request, KernelText text)
    {
        var entry = new EntryPoint(request.Entry, Shared(text), request.Specialization);
        ConstructorInfo constructor = typeof(PTXCompiledKernel).GetConstructor(
            Hidden, [typeof(Context), typeof(EntryPoint), typeof(CompiledKernel.KernelInfo), typeof(string)]) ?? throw Changed("PTXCompiledKernel(Context, …)");
        return (PTXCompiledKernel)constructor.Invoke([context, entry, null, text.Source]);
    }

    public static CLCompiledKernel OpenCLKernel(Context context, KernelRequest request, KernelText text, CLCVersion version)
    {
        PropertyInfo types = typeof(Context).GetProperty("TypeContext", Hidden) ?? throw Changed("Context.TypeContext");
        var entry = new SeparateViewEntryPoint(
            request.Entry, Shared(text), request.Specialization, (TypeInformationManager)types.GetValue(context)!, FieldsOfView);
        return new CLCompiledKernel(context, entry, null, text.Source, version);
    }

    /// <summary>
    /// Registers the CUDA devices. ILGPU's own way would also set a resolver of libraries each time it is taken inside the Windows Subsystem
    /// for Linux, which fails the second time, and search for a math library that no kernel here uses.
    /// </summary>
    public static void AddCudaDevices(Context.Builder builder, Predicate<CudaDevice> isUsable)
    {
        object registry = (typeof(Context.Builder).GetProperty("DeviceRegistry", Hidden) ?? throw Changed("Context.Builder.DeviceRegistry")).GetValue(builder)!;
        MethodInfo find = typeof(CudaDevice).GetMethod(
            "GetDevices", BindingFlags.Static | BindingFlags.NonPublic, [typeof(Action<CudaDeviceOverride>), typeof(Predicate<CudaDevice>), registry.GetType()])
            ?? throw Changed("CudaDevice.GetDevices");
        Action<CudaDeviceOverride> leaveAlone = _ => { };
        find.Invoke(null, [leaveAlone, isUsable, registry]);
    }

    /// <summary>Marks an OpenCL device as having generic addresses: ILGPU's code does not need what some drivers do not report.</summary>
    public static void AllowGenericAddresses(CapabilityContext capabilities)
    {
        PropertyInfo property = capabilities.GetType().GetProperty("GenericAddressSpace", Hidden) ?? throw Changed("CLCapabilityContext.GenericAddressSpace");
        property.GetSetMethod(nonPublic: true)!.Invoke(capabilities, [true]);
    }

    /// <summary>How much shared memory a compiled kernel uses.</summary>
    public static SharedMemorySpecification SharedMemoryOf(CompiledKernel kernel)
    {
        PropertyInfo entry = typeof(CompiledKernel).GetProperty("EntryPoint", Hidden) ?? throw Changed("CompiledKernel.EntryPoint");
        return ((EntryPoint)entry.GetValue(kernel)!).SharedMemory;
    }

    private static SharedMemorySpecification Shared(KernelText text) => new(text.StaticSharedBytes, text.HasDynamicShared);

    private static MissingMemberException Changed(string member)
        => new($"ILGPU {Context.Version}: {member} is not where version 1.5.3 has it. Use ILGPU 1.5.3.");
}
