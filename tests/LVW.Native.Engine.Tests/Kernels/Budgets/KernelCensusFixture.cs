using LVW.Native.Engine.Devices.Gpu;
using LVW.Native.Engine.Diagnostics;
using LVW.Native.Engine.Testing;
using LVW.Native.Engine.Testing.Gpu;

namespace LVW.Native.Engine.Tests.Kernels.Budgets;

/// <summary>Every kernel of the engine with its PTX, found and compiled once for all tests.</summary>
public sealed class KernelCensusFixture
{
    public KernelCensusFixture()
    {
        Kernels = [.. KernelCensus.Of(OpCatalogue.All).Union(KernelCensus.Of(OpCatalogue.All, GpuPrecision.Tf32))];
        using var compiler = new PtxCompiler();
        Texts = Kernels.ToDictionary(TypeNames.Of, kernel => compiler.Compile(KernelRequest.Of(kernel)), StringComparer.Ordinal);
    }

    public IReadOnlyList<Type> Kernels { get; }

    public IReadOnlyDictionary<string, string> Texts { get; }
}
