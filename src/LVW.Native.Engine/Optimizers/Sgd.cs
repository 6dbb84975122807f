using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Optimizers;

/// <summary>Stochastic gradient descent with momentum: b ← μb + g, w ← w − η·b (or η·(g + μb), Nesterov); decay is added to the gradient.</summary>
/// <param name="groups">The groups of parameters.</param>
/// <param name="momentum">μ, 0 to 1.</param>
/// <param name="nesterov">Whether to look ahead.</param>
public sealed partial class Sgd(IReadOnlyList<ParameterGroup> groups, double momentum = 0.9, bool nesterov = false) : Optimizer(groups, momentBlocks: 1)
{
    private static readonly KernelSet<IKernels> Kernels = new(cpu: device => new CpuKernels(device), gpu: device => new GpuKernels(device));

    private interface IKernels
    {
        void Update(in Coefficients coefficients, Storage weight, Storage gradient, Storage moment);
    }

    /// <inheritdoc/>
    protected override void Update(IReadOnlyList<ParameterMove> moves)
    {
        for (int i = 0; i < moves.Count; i++)
        {
            (Parameter parameter, IReadOnlyList<Storage> moments, _, double learningRate, double weightDecay) = moves[i];
            var coefficients = new Coefficients((float)learningRate, (float)weightDecay, (float)momentum, nesterov);
            Kernels.For(parameter.Device).Update(coefficients, parameter.Value, parameter.Gradient, moments[0]);
        }
    }

    private readonly record struct Coefficients(float Rate, float Decay, float Momentum, bool Nesterov);

    private sealed unsafe class CpuKernels(CpuDevice device) : IKernels
    {
        public void Update(in Coefficients coefficients, Storage weight, Storage gradient, Storage moment)
        {
            var chunks = new Chunks(weight.Length, Chunks.MemoryBound);
            var job = new Job(chunks, coefficients, weight.Floats(), gradient.Floats(), moment.Floats());
            device.Run(chunks.Count, ref job);
        }

        // One pass over weight, gradient and momentum; a chunk is a run of elements.
        private readonly struct Job(Chunks chunks, Coefficients k, float* w, float* g, float* b) : ILaneJob
        {
            public void Execute<T>(int index, int worker)
                where T : struct, ICpuLane<T>
            {
                long i = chunks.Start(index);
                long end = chunks.End(index);
                for (; i + T.Width <= end; i += T.Width) One<T>(i);
                for (; i < end; i++) One<Lane1>(i);
            }

            private void One<T>(long i)
                where T : struct, ICpuLane<T>
            {
                T weight = T.Load(w + i);
                T gradient = T.MultiplyAdd(T.Constant(k.Decay), weight, T.Load(g + i));
                T moment = T.MultiplyAdd(T.Constant(k.Momentum), T.Load(b + i), gradient);
                moment.Store(b + i);
                T move = k.Nesterov ? T.MultiplyAdd(T.Constant(k.Momentum), moment, gradient) : moment;
                (weight - (T.Constant(k.Rate) * move)).Store(w + i);
            }
        }
    }
}
