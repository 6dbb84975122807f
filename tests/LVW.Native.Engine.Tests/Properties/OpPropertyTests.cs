using LVW.Native.Engine.Autograd;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Testing;
using LVW.Native.Engine.Testing.Checks;
using Xunit;

namespace LVW.Native.Engine.Tests.Properties;

/// <summary>What holds for every op of the engine, at every vector width.</summary>
public sealed class OpPropertyTests(PropertyDevices devices) : IClassFixture<PropertyDevices>
{
    public static TheoryData<string, SimdWidth> CasesAndWidths()
    {
        var data = new TheoryData<string, SimdWidth>();
        foreach (OpCase opCase in OpCatalogue.All)
        {
            foreach (SimdWidth width in SimdWidths.Available) data.Add(opCase.Name, width);
        }

        return data;
    }

    public static TheoryData<string> Cases() => [.. OpCatalogue.All.Select(opCase => opCase.Name)];

    [Theory]
    [MemberData(nameof(CasesAndWidths))]
    public void The_output_equals_the_double_reference(string name, SimdWidth width) => Hold(new ParityCheck(), name, width);

    [Theory]
    [MemberData(nameof(CasesAndWidths))]
    public void The_gradient_is_the_derivative_of_the_double_reference(string name, SimdWidth width) => Hold(new GradientCheck(), name, width);

    [Theory]
    [MemberData(nameof(CasesAndWidths))]
    public void Backward_is_the_adjoint_of_a_linear_forward(string name, SimdWidth width) => Hold(new AdjointCheck(), name, width);

    [Theory]
    [MemberData(nameof(CasesAndWidths))]
    public void Backward_is_linear_and_adds_up_over_uses(string name, SimdWidth width) => Hold(new TapeCheck(), name, width);

    [Theory]
    [MemberData(nameof(CasesAndWidths))]
    public void A_rerun_gives_the_same_bits(string name, SimdWidth width) => Hold(new RerunCheck(), name, width);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Vector_widths_agree(string name)
    {
        var check = new AgreementCheck(devices[SimdWidth.Scalar], bitIdentical: false);
        foreach (SimdWidth width in SimdWidths.Available.Skip(1)) Hold(check, name, width);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_case_puts_the_ops_that_it_claims_on_the_tape(string name)
        => Assert.Empty(OpCatalogue.Unfounded(OpCatalogue.Find(name), devices[SimdWidth.Scalar]));

    [Fact]
    public void The_catalogue_is_complete() => Assert.Empty(OpCatalogue.Missing(typeof(Op).Assembly, OpCatalogue.All));

    private void Hold(OpCheck check, string name, SimdWidth width) => RandomProblems.Hold(check, OpCatalogue.Find(name), devices[width]);
}
