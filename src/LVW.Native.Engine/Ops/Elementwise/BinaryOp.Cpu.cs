using System.Runtime.CompilerServices;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Ops.Elementwise;

/// <content>Processor kernels.</content>
public sealed partial class BinaryOp<TFormula>
{
    // Which operand a gradient is for.
    internal interface ISide
    {
        static abstract T Derivative<T>(TFormula formula, T a, T b, T y)
            where T : struct, ILane<T>;
    }

    internal readonly struct LeftSide : ISide
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Derivative<T>(TFormula formula, T a, T b, T y)
            where T : struct, ILane<T>
            => formula.DerivativeLeft(a, b, y);
    }

    internal readonly struct RightSide : ISide
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static T Derivative<T>(TFormula formula, T a, T b, T y)
            where T : struct, ILane<T>
            => formula.DerivativeRight(a, b, y);
    }

    private sealed unsafe class CpuKernels(CpuDevice device) : IKernels
    {
        public void Forward(TFormula formula, in BroadcastGeometry geometry, Storage a, Storage b, Storage y)
        {
            var chunks = new Chunks(geometry.Count, Chunks.MemoryBound);
            var job = new ForwardJob(chunks, formula, geometry, a.Floats(), b.Floats(), y.Floats());
            device.Run(chunks.Count, ref job);
        }

        public void BackwardLeft(TFormula formula, in BroadcastGeometry geometry, in BinaryBlocks blocks, Storage da, bool accumulate)
            => Backward<LeftSide>(formula, geometry, blocks, da, accumulate);

        public void BackwardRight(TFormula formula, in BroadcastGeometry geometry, in BinaryBlocks blocks, Storage db, bool accumulate)
            => Backward<RightSide>(formula, geometry, blocks, db, accumulate);

        private void Backward<TSide>(TFormula formula, in BroadcastGeometry geometry, in BinaryBlocks blocks, Storage target, bool accumulate)
            where TSide : struct, ISide
        {
            var chunks = new Chunks(geometry.Count, Chunks.MemoryBound);
            var job = new BackwardJob<TSide>(
                chunks, formula, geometry, blocks.A.Floats(), blocks.B.Floats(), blocks.Y.Floats(), blocks.Dy.Floats(), target.Floats(), accumulate);
            device.Run(chunks.Count, ref job);
        }

        // y[i] = f(a[i], b[i]); a chunk is a run of elements of y, walked row by row;
        // y is written as a stream, an operand is read as a stream or held for the whole row.
        private readonly struct ForwardJob(Chunks chunks, TFormula formula, BroadcastGeometry geometry, float* a, float* b, float* y)
            : ILaneJob, IBroadcastRows
        {
            public void Execute<T>(int index, int worker)
                where T : struct, ICpuLane<T>
                => BroadcastRows.Run<T, ForwardJob>(geometry, chunks.Start(index), chunks.End(index), this);

            [MethodImpl(MethodImplOptions.NoInlining)]
            public void Row<T, TLeft, TRight>(long left, long right, long start, long count)
                where T : struct, ICpuLane<T>
                where TLeft : struct, IOperand
                where TRight : struct, IOperand
            {
                float* from = a + left;
                float* with = b + right;
                float* to = y + start;
                long i = 0;
                for (; i + T.Width <= count; i += T.Width) formula.Forward(TLeft.At<T>(from, i), TRight.At<T>(with, i)).Store(to + i);
                for (; i < count; i++) formula.Forward(TLeft.At<Lane1>(from, i), TRight.At<Lane1>(with, i)).Store(to + i);
            }
        }

        // d[i] (+)= dy[i]·∂f(a[i], b[i]) of one side; chunks and reading as in the forward pass.
        private readonly struct BackwardJob<TSide>(
            Chunks chunks, TFormula formula, BroadcastGeometry geometry, float* a, float* b, float* y, float* dy, float* d, bool accumulate)
            : ILaneJob, IBroadcastRows
            where TSide : struct, ISide
        {
            public void Execute<T>(int index, int worker)
                where T : struct, ICpuLane<T>
                => BroadcastRows.Run<T, BackwardJob<TSide>>(geometry, chunks.Start(index), chunks.End(index), this);

            [MethodImpl(MethodImplOptions.NoInlining)]
            public void Row<T, TLeft, TRight>(long left, long right, long start, long count)
                where T : struct, ICpuLane<T>
                where TLeft : struct, IOperand
                where TRight : struct, IOperand
            {
                float* from = a + left;
                float* with = b + right;
                long i = 0;
                for (; i + T.Width <= count; i += T.Width) One(TLeft.At<T>(from, i), TRight.At<T>(with, i), start + i);
                for (; i < count; i++) One(TLeft.At<Lane1>(from, i), TRight.At<Lane1>(with, i), start + i);
            }

            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            private void One<T>(T left, T right, long i)
                where T : struct, ICpuLane<T>
            {
                T gradient = T.Load(dy + i) * TSide.Derivative(formula, left, right, T.Load(y + i));
                if (accumulate) gradient += T.Load(d + i);
                gradient.Store(d + i);
            }
        }
    }
}
