using System.Reflection;
using ILGPU;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.PTX;
using ILGPU.Runtime.Cuda;
using LVW.Native.Engine.Testing.Ptx;

namespace LVW.Native.Engine.Tests.Ptx;

/// <summary>A kernel as the engine writes them: a struct of arguments with one method, run by every thread.</summary>
internal interface ITestKernel
{
    void Execute();
}

/// <summary>Compiles kernels to PTX as the CUDA device does, without a GPU.</summary>
internal static class IlgpuPtx
{
    public static string Compile<TKernel>()
        where TKernel : struct, ITestKernel
    {
        using var context = Context.Create(builder => builder.Optimize(OptimizationLevel.O2));
        using var backend = new PTXBackend(context, CudaArchitecture.SM_90, new CudaInstructionSet(8, 4), null!);
        MethodInfo entry = typeof(IlgpuPtx).GetMethod(nameof(Entry), BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(typeof(TKernel));
        return ((PTXCompiledKernel)backend.Compile(EntryPointDescription.FromExplicitlyGroupedKernel(entry), default)).PTXAssembly;
    }

    /// <summary>Compiles and runs; the arguments are the struct's fields in their order, views as 16 bytes, with natural alignment.</summary>
    public static void Run<TKernel>(PtxMachine machine, in PtxGrid grid, params object[] fields)
        where TKernel : struct, ITestKernel
        => machine.Launch(PtxModule.Parse(Compile<TKernel>()), grid, Layout(fields));

    internal static void Entry<TKernel>(TKernel kernel)
        where TKernel : struct, ITestKernel
        => kernel.Execute();

    private static byte[] Layout(object[] fields)
    {
        var bytes = new List<byte>();
        foreach (object field in fields)
        {
            byte[] next = field switch
            {
                byte[] view => view,
                int value => BitConverter.GetBytes(value),
                long value => BitConverter.GetBytes(value),
                float value => BitConverter.GetBytes(value),
                double value => BitConverter.GetBytes(value),
                short value => BitConverter.GetBytes(value),
                bool value => [value ? (byte)1 : (byte)0],
                _ => throw new ArgumentException($"a field of type {field.GetType()} has no layout here."),
            };
            int alignment = Math.Min(8, next.Length);
            while (bytes.Count % alignment != 0) bytes.Add(0);
            bytes.AddRange(next);
        }

        while (bytes.Count % 8 != 0) bytes.Add(0);
        return [.. bytes];
    }
}
