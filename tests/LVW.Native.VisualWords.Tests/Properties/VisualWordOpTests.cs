using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Testing;
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

    [Theory]
    [MemberData(nameof(CasesAndWidths))]
    public void An_op_passes_every_check(string name, SimdWidth width)
    {
        using var device = new CpuDevice(threads: 2, width, poison: true);
        VisualWordCases.All.Single(opCase => opCase.Name == name).Verify(device, problems: 4);
    }

    [Fact]
    public void Every_op_has_a_case() => Assert.Empty(OpCatalogue.Missing(typeof(AttentionAlignmentOp).Assembly, VisualWordCases.All));
}
