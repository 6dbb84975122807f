using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Testing;
using LVW.Native.Engine.Testing.Checks;
using LVW.Native.VisualWords.Words;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Words;

/// <summary>What holds for every op of this assembly, at every vector width and number of threads, on blocks poisoned with NaN.</summary>
public sealed class WordOpTests
{
    private const int Problems = 8;

    public static TheoryData<string, SimdWidth> CasesAndExtremeWidths()
    {
        var data = new TheoryData<string, SimdWidth>();
        foreach (OpCase opCase in WordCases.All)
        {
            // The widths between agree with these.
            foreach (SimdWidth width in (SimdWidth[])[SimdWidth.Scalar, SimdWidths.Best]) data.Add(opCase.Name, width);
        }

        return data;
    }

    public static TheoryData<string> Cases() => [.. WordCases.All.Select(opCase => opCase.Name)];

    [Theory]
    [MemberData(nameof(CasesAndExtremeWidths))]
    public void Values_and_gradients_equal_the_double_reference_and_reruns_give_the_same_bits(string name, SimdWidth width)
    {
        using var device = new CpuDevice(threads: 1, width, poison: true);
        WordCases.Find(name).Verify(device, Problems, seed: 1);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Vector_widths_agree(string name)
    {
        using var scalar = new CpuDevice(threads: 1, SimdWidth.Scalar, poison: true);
        var check = new AgreementCheck(scalar, bitIdentical: false);
        foreach (SimdWidth width in SimdWidths.Available.Skip(1))
        {
            using var device = new CpuDevice(threads: 1, width, poison: true);
            for (ulong seed = 1; seed <= Problems; seed++) check.Run(WordCases.Find(name), device, seed).ThrowIfFailed();
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_bit_is_the_same_with_1_2_and_5_threads(string name)
    {
        using var one = new CpuDevice(threads: 1, poison: true);
        var check = new AgreementCheck(one, bitIdentical: true);
        foreach (int threads in (int[])[2, 5])
        {
            using var device = new CpuDevice(threads, poison: true);
            for (ulong seed = 1; seed <= Problems / 4; seed++) check.Run(WordCases.Find(name), device, seed, size: 20).ThrowIfFailed();
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_case_puts_the_ops_that_it_claims_on_the_tape(string name)
    {
        using var device = new CpuDevice(threads: 1);
        Assert.Empty(OpCatalogue.Unfounded(WordCases.Find(name), device));
    }

    [Fact]
    public void The_catalogue_is_complete() => Assert.Empty(OpCatalogue.Missing(typeof(WordHead).Assembly, WordCases.All));
}
