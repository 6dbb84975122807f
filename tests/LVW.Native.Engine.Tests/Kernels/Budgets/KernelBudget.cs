using System.Globalization;

namespace LVW.Native.Engine.Tests.Kernels.Budgets;

/// <summary>What a kernel costs on one architecture, as ptxas and cuobjdump tell it: a line of <c>budgets.csv</c>.</summary>
/// <param name="Kernel">The kernel's name.</param>
/// <param name="Architecture">sm_80 or sm_90a.</param>
/// <param name="Registers">Registers of a thread.</param>
/// <param name="Stack">Bytes of local memory of a thread.</param>
/// <param name="Spills">Bytes of registers that are spilled to it.</param>
/// <param name="Shared">Bytes of static shared memory of a group.</param>
/// <param name="Hmma">Tensor-core instructions; counted on sm_90a.</param>
/// <param name="WideSharedLoads">128-bit loads from shared memory; counted on sm_90a.</param>
internal sealed record KernelBudget(
    string Kernel, string Architecture, int Registers, int Stack, int Spills, int Shared, int Hmma, int WideSharedLoads)
{
    public const string Header = "kernel;architecture;registers;stack;spills;shared;hmma;lds128";

    public (string, string) Key => (Kernel, Architecture);

    public static KernelBudget Parse(string line)
    {
        string[] parts = line.Split(';');
        int[] numbers = [.. parts[2..].Select(part => int.Parse(part, CultureInfo.InvariantCulture))];
        return new KernelBudget(parts[0], parts[1], numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5]);
    }

    public override string ToString()
        => string.Create(CultureInfo.InvariantCulture, $"{Kernel};{Architecture};{Registers};{Stack};{Spills};{Shared};{Hmma};{WideSharedLoads}");
}
