using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Optimizers;

/// <summary>
/// Adam (Kingma and Ba, 2015): m ← β₁m + (1−β₁)g, v ← β₂v + (1−β₂)g², w ← w − η·(m/(1−β₁ᵗ)) / (√(v/(1−β₂ᵗ)) + ε).
/// </summary>
/// <param name="groups">The groups of parameters.</param>
/// <param name="options">Adam's constants.</param>
public sealed partial class Adam(IReadOnlyList<ParameterGroup> groups, AdamOptions options) : Optimizer(groups, momentBlocks: 2)
{
    private static readonly KernelSet<IKernels> Kernels = new(cpu: device => new CpuKernels(device), gpu: device => new GpuKernels(device));

    /// <summary>Adam with its usual constants.</summary>
    public Adam(params IReadOnlyList<ParameterGroup> groups)
        : this(groups, new AdamOptions())
    {
    }

    private interface IKernels
    {
        void Update(in Coefficients coefficients, Storage weight, Storage gradient, Storage first, Storage second);
    }

    /// <inheritdoc/>
    protected override void Update(Parameter parameter, ReadOnlySpan<Storage> moments, long step, double learningRate, double weightDecay)
    {
        double correction1 = 1 - Math.Pow(options.Beta1, step);
        double correction2 = 1 - Math.Pow(options.Beta2, step);
        var coefficients = new Coefficients(
            Beta1: (float)options.Beta1,
            Beta2: (float)options.Beta2,
            OneMinusBeta1: (float)(1 - options.Beta1),
            OneMinusBeta2: (float)(1 - options.Beta2),
            Rate: (float)(learningRate / correction1),
            InverseRoot: (float)(1 / Math.Sqrt(correction2)),
            Epsilon: (float)options.Epsilon,
            Decay: options.DecoupledDecay ? 0 : (float)weightDecay,
            Shrink: options.DecoupledDecay ? (float)(1 - (learningRate * weightDecay)) : 1);
        Kernels.For(parameter.Device).Update(coefficients, parameter.Value, parameter.Gradient, moments[0], moments[1]);
    }

    internal readonly record struct Coefficients(
        float Beta1, float Beta2, float OneMinusBeta1, float OneMinusBeta2, float Rate, float InverseRoot, float Epsilon, float Decay, float Shrink);
}
