using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Testing;
using LVW.Native.Engine.Testing.Checks;
using LVW.Native.VisualWords.Losses;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Properties;

/// <summary>The checks that every op of the engine passes, on the ops of visual words.</summary>
public sealed class VisualWordOpTests
{
    public static TheoryData<string, SimdWidth> CasesAndWidths()
    {
        var data = new TheoryData<string, SimdWidth>();
        foreach (OpCase opCase in VisualWordCases.All)
        {
            foreach (SimdWidth width in SimdWidths.Available) data.Add(opCase.Name, width);
        }

        return data;
    }

    public static TheoryData<string> Cases() => [.. VisualWordCases.All.Select(opCase => opCase.Name)];

    [Theory]
    [MemberData(nameof(CasesAndWidths))]
    public void An_op_passes_every_check(string name, SimdWidth width)
    {
        using var device = new CpuDevice(threads: 2, width, poison: true);
        Find(name).Verify(device, problems: 4);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void An_op_passes_every_check_on_OpenCL(string name)
    {
        using Device device = TestDevices.OpenOrSkip(TestDevices.OpenCL);
        Find(name).Verify(device, problems: 4);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void An_op_passes_every_check_as_interpreted_PTX(string name)
    {
        using Device device = TestDevices.OpenOrSkip(TestDevices.Interpreted);
        Find(name).Verify(device, problems: 2);
    }

    // More pixels than a block, pictures or columns than a group, words than a search or a sum takes at once: no random case has them.
    [Theory]
    [InlineData(1, 20, 9, 11, 61, 300, false, AlignmentMeasure.SquaredError)]
    [InlineData(1, 20, 9, 11, 61, 300, false, AlignmentMeasure.Correlation)]
    [InlineData(3, 10, 7, 7, 224, 224, false, AlignmentMeasure.SquaredError)]
    [InlineData(3, 10, 7, 7, 224, 224, false, AlignmentMeasure.Correlation)]
    [InlineData(2, 33, 5, 300, 32, 600, true, AlignmentMeasure.SquaredError)]
    [InlineData(2, 33, 5, 300, 32, 600, true, AlignmentMeasure.Correlation)]
    [InlineData(2, 3, 14, 14, 7, 7, false, AlignmentMeasure.SquaredError)]
    [InlineData(2, 3, 14, 14, 7, 7, false, AlignmentMeasure.Correlation)]
    [InlineData(300, 2, 2, 2, 3, 3, false, AlignmentMeasure.SquaredError)]
    [InlineData(300, 2, 2, 2, 3, 3, false, AlignmentMeasure.Correlation)]
    public void A_large_alignment_on_OpenCL_is_that_of_the_processor(
        int pictures, int chosen, int rows, int columns, int height, int width, bool alignCorners, AlignmentMeasure measure)
    {
        using Device gpu = TestDevices.OpenOrSkip(TestDevices.OpenCL);
        using Device cpu = TestDevices.OpenOrSkip(TestDevices.Cpu);
        var options = new AttentionAlignmentOptions(chosen, height, width, alignCorners, Measure: measure);
        OpCase large = VisualWordCases.LargeAlignment([pictures, rows, columns, 310], options);
        new AgreementCheck(cpu, bitIdentical: false).Run(large, gpu, seed: 1).ThrowIfFailed();
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Vector_widths_agree(string name)
    {
        using var scalar = new CpuDevice(threads: 1, SimdWidth.Scalar, poison: true);
        foreach (SimdWidth width in SimdWidths.Available.Skip(1))
        {
            using var device = new CpuDevice(threads: 1, width, poison: true);
            Agree(new AgreementCheck(scalar, bitIdentical: false), device, name, size: 8);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_bit_is_the_same_with_1_2_and_5_threads(string name)
    {
        using var one = new CpuDevice(threads: 1, poison: true);
        foreach (int threads in (int[])[2, 5])
        {
            using var device = new CpuDevice(threads, poison: true);
            Agree(new AgreementCheck(one, bitIdentical: true), device, name, size: 16);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_case_puts_the_ops_that_it_claims_on_the_tape(string name)
    {
        using var device = new CpuDevice(threads: 1);
        Assert.Empty(OpCatalogue.Unfounded(Find(name), device));
    }

    [Fact]
    public void Every_op_has_a_case() => Assert.Empty(OpCatalogue.Missing(typeof(AttentionAlignmentOp).Assembly, VisualWordCases.All));

    private static OpCase Find(string name) => VisualWordCases.All.Single(opCase => opCase.Name == name);

    private static void Agree(AgreementCheck check, CpuDevice device, string name, int size)
    {
        for (ulong seed = 1; seed <= 4; seed++) check.Run(Find(name), device, seed, size).ThrowIfFailed();
    }
}
