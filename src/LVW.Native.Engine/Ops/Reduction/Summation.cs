using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Ops.Elementwise;

namespace LVW.Native.Engine.Ops.Reduction;

/// <summary>
/// out[k] (+)= scale·Σ_r f(x[k, r]): sums of short blocks in float32 lanes, sums of blocks in float64, always in the same order, so
/// that ten million values lose nothing and the number of threads changes nothing.
/// </summary>
/// <typeparam name="TFormula">f, fused into the pass.</typeparam>
internal static partial class Summation<TFormula>
    where TFormula : struct, IUnaryFormula
{
    private static readonly KernelSet<IKernels> Kernels = new(cpu: device => new CpuKernels(device), gpu: device => new GpuKernels(device));

    private interface IKernels
    {
        void Run(TFormula formula, in ReductionGeometry geometry, Storage x, Storage result, double scale, bool accumulate);
    }

    /// <summary>Sums a block.</summary>
    public static void Run(
        Device device, TFormula formula, in ReductionGeometry geometry, Storage x, Storage result, double scale, bool accumulate)
        => Kernels.For(device).Run(formula, geometry, x, result, scale, accumulate);

    private sealed unsafe class CpuKernels(CpuDevice device) : IKernels
    {
        // Terms that are added in float32 before they go to float64.
        private const int RowBlock = 1024;
        private const int ColumnDepth = 64;

        public void Run(TFormula formula, in ReductionGeometry geometry, Storage x, Storage result, double scale, bool accumulate)
        {
            Storage? partials = geometry.Pieces > 1 ? device.Rent(2 * geometry.Outputs * geometry.Pieces) : null;
            double* sums = partials is null ? null : (double*)partials.Floats();
            var job = new SumJob(formula, geometry, x.Floats(), result.Floats(), sums, scale, accumulate);
            device.Run(geometry.Tasks.Count, ref job);
            if (partials is null) return;
            var combine = new CombineJob(geometry, sums, result.Floats(), scale, accumulate);
            device.Run(geometry.Combinations.Count, ref combine);
            device.Return(partials);
        }

        // sums[k, piece] = Σ of one piece; a chunk is a run of tasks (see ReductionGeometry); a row task reads one stream,
        // a column task reads up to 64 neighbouring columns, row after row.
        private readonly struct SumJob(
            TFormula formula, ReductionGeometry geometry, float* x, float* result, double* sums, double scale, bool accumulate) : ILaneJob
        {
            public void Execute<T>(int index, int worker)
                where T : struct, ICpuLane<T>
            {
                Chunks chunks = geometry.Tasks;
                double* totals = stackalloc double[ReductionGeometry.ColumnBlock];
                for (long task = chunks.Start(index); task < chunks.End(index); task++)
                {
                    geometry.Split(task, out long k0, out long column, out long piece);
                    int width = (int)Math.Min(geometry.BlockWidth, geometry.K1 - column);
                    new Span<double>(totals, width).Clear();
                    long end = Math.Min(geometry.Reduced, (piece + 1) * geometry.PieceLength);
                    for (long r = piece * geometry.PieceLength; r < end;)
                    {
                        long count = Math.Min(geometry.R1 - (r % geometry.R1), end - r);
                        float* run = x + geometry.Offset(k0, column, r);
                        if (geometry.IsColumns) AddColumns<T>(run, count, width, totals);
                        else *totals += SumOfRun<T>(run, count);
                        r += count;
                    }

                    long first = (k0 * geometry.K1) + column;
                    if (sums is not null)
                    {
                        for (int i = 0; i < width; i++) sums[((first + i) * geometry.Pieces) + piece] = totals[i];
                        continue;
                    }

                    for (int i = 0; i < width; i++) result[first + i] = (float)(totals[i] * scale) + (accumulate ? result[first + i] : 0f);
                }
            }

            private double SumOfRun<T>(float* x, long count)
                where T : struct, ICpuLane<T>
            {
                double total = 0;
                long i = 0;
                while (i + (4 * T.Width) <= count)
                {
                    long end = Math.Min(count, i + RowBlock);
                    T s0 = T.Constant(0);
                    T s1 = s0;
                    T s2 = s0;
                    T s3 = s0;
                    for (; i + (4 * T.Width) <= end; i += 4 * T.Width)
                    {
                        s0 += formula.Forward(T.Load(x + i));
                        s1 += formula.Forward(T.Load(x + i + T.Width));
                        s2 += formula.Forward(T.Load(x + i + (2 * T.Width)));
                        s3 += formula.Forward(T.Load(x + i + (3 * T.Width)));
                    }

                    total += ((s0 + s1) + (s2 + s3)).Sum();
                }

                for (; i + T.Width <= count; i += T.Width) total += formula.Forward(T.Load(x + i)).Sum();
                for (; i < count; i++) total += formula.Forward(Lane1.Load(x + i)).Sum();
                return total;
            }

            private void AddColumns<T>(float* x, long rows, int width, double* totals)
                where T : struct, ICpuLane<T>
            {
                for (long row = 0; row < rows; row += ColumnDepth)
                {
                    long depth = Math.Min(ColumnDepth, rows - row);
                    float* top = x + (row * geometry.K1);
                    int column = 0;
                    for (; column + (4 * T.Width) <= width; column += 4 * T.Width) AddFourVectors<T>(top + column, depth, totals + column);
                    for (; column + T.Width <= width; column += T.Width) AddVector<T>(top + column, depth, totals + column);
                    for (; column < width; column++) AddVector<Lane1>(top + column, depth, totals + column);
                }
            }

            private void AddFourVectors<T>(float* x, long depth, double* totals)
                where T : struct, ICpuLane<T>
            {
                T s0 = T.Constant(0);
                T s1 = s0;
                T s2 = s0;
                T s3 = s0;
                for (long row = 0; row < depth; row++, x += geometry.K1)
                {
                    s0 += formula.Forward(T.Load(x));
                    s1 += formula.Forward(T.Load(x + T.Width));
                    s2 += formula.Forward(T.Load(x + (2 * T.Width)));
                    s3 += formula.Forward(T.Load(x + (3 * T.Width)));
                }

                Add(s0, totals);
                Add(s1, totals + T.Width);
                Add(s2, totals + (2 * T.Width));
                Add(s3, totals + (3 * T.Width));
            }

            private void AddVector<T>(float* x, long depth, double* totals)
                where T : struct, ICpuLane<T>
            {
                T sum = T.Constant(0);
                for (long row = 0; row < depth; row++, x += geometry.K1) sum += formula.Forward(T.Load(x));
                Add(sum, totals);
            }

            private static void Add<T>(T sum, double* totals)
                where T : struct, ICpuLane<T>
            {
                float* lanes = stackalloc float[16];
                sum.Store(lanes);
                for (int i = 0; i < T.Width; i++) totals[i] += lanes[i];
            }
        }

        // out[k] (+)= scale·Σ_piece sums[k, piece]; a chunk is a run of outputs; the pieces of one output lie side by side.
        private readonly struct CombineJob(ReductionGeometry geometry, double* sums, float* result, double scale, bool accumulate) : ILaneJob
        {
            public void Execute<T>(int index, int worker)
                where T : struct, ICpuLane<T>
            {
                Chunks chunks = geometry.Combinations;
                for (long k = chunks.Start(index); k < chunks.End(index); k++)
                {
                    double total = 0;
                    for (long piece = 0; piece < geometry.Pieces; piece++) total += sums[(k * geometry.Pieces) + piece];
                    result[k] = (float)(total * scale) + (accumulate ? result[k] : 0f);
                }
            }
        }
    }
}
