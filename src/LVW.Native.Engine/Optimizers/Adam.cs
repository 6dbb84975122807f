using LVW.Native.Engine.Devices;

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
        void Update(AdamOptions options, IReadOnlyList<ParameterMove> moves, int first, int end);
    }

    /// <inheritdoc/>
    protected override void Update(IReadOnlyList<ParameterMove> moves)
    {
        // Parameters that follow one another on a device are moved together: nearly always all of them.
        for (int first = 0, end; first < moves.Count; first = end)
        {
            Device device = moves[first].Parameter.Device;
            end = first + 1;
            while (end < moves.Count && ReferenceEquals(moves[end].Parameter.Device, device)) end++;
            Kernels.For(device).Update(options, moves, first, end);
        }
    }

    internal readonly record struct Coefficients(
        float Beta1, float Beta2, float OneMinusBeta1, float OneMinusBeta2, float Rate, float InverseRoot, float Epsilon, float Decay, float Shrink)
    {
        public static Coefficients Of(in AdamOptions options, in ParameterMove move)
        {
            double correction1 = 1 - Math.Pow(options.Beta1, move.Step);
            double correction2 = 1 - Math.Pow(options.Beta2, move.Step);
            return new Coefficients(
                Beta1: (float)options.Beta1,
                Beta2: (float)options.Beta2,
                OneMinusBeta1: (float)(1 - options.Beta1),
                OneMinusBeta2: (float)(1 - options.Beta2),
                Rate: (float)(move.LearningRate / correction1),
                InverseRoot: (float)(1 / Math.Sqrt(correction2)),
                Epsilon: (float)options.Epsilon,
                Decay: options.DecoupledDecay ? 0 : (float)move.WeightDecay,
                Shrink: options.DecoupledDecay ? (float)(1 - (move.LearningRate * move.WeightDecay)) : 1);
        }
    }
}
