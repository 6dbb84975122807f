using LVW.Native.Engine.Testing;
using LVW.Native.Engine.Testing.Checks;
using LVW.Native.Engine.Tests.Devices.Gpu;
using Xunit;

namespace LVW.Native.Engine.Tests.Properties;

/// <summary>What holds for every op of the engine, on the first OpenCL device of this machine.</summary>
[Collection(OpenCLCollection.Name)]
public sealed class GpuPropertyTests(OpenCLFixture fixture)
{
    // A launch costs more there than an element, so fewer problems for each check.
    private const int Runs = 5;

    public static TheoryData<string> Cases() => OpPropertyTests.Cases();

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_output_equals_the_double_reference(string name) => Hold(new ParityCheck(), name);

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_gradient_is_the_derivative_of_the_double_reference(string name) => Hold(new GradientCheck(), name);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Backward_is_the_adjoint_of_a_linear_forward(string name) => Hold(new AdjointCheck(), name);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Backward_is_linear_and_adds_up_over_uses(string name) => Hold(new TapeCheck(), name);

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_rerun_gives_the_same_bits(string name) => Hold(new RerunCheck(), name);

    private void Hold(OpCheck check, string name) => RandomProblems.Hold(check, OpCatalogue.Find(name), fixture.Device, Runs);
}
