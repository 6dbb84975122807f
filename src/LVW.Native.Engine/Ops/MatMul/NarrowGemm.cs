using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Ops.MatMul;

/// <summary>
/// C (+)= f(α · A · Bᵀ) with few rows of A and many of B: a layer's weights times a small batch. Computed as Cᵀ = B · Aᵀ, so that the
/// large operand is read once as it lies and only the small one is packed.
/// </summary>
internal static unsafe class NarrowGemm
{
    private const int LargestBatch = 64;
    private const int FewestOutputs = 4;
    private const int OutputBlock = 64;

    /// <summary>Whether this way is the better one.</summary>
    /// <param name="rows">Rows of A.</param>
    /// <param name="columns">Rows of B.</param>
    /// <param name="a">The left operand.</param>
    /// <param name="b">The right operand.</param>
    public static bool Fits(int rows, int columns, in MatrixOperand a, in MatrixOperand b)
        => b.Transposed && !a.Transposed && rows <= LargestBatch && columns >= FewestOutputs * rows;

    /// <inheritdoc cref="PackedGemm.Multiply"/>
    public static void Multiply<TEpilogue>(
        CpuDevice device, int rows, int columns, int depth, float alpha, MatrixOperand a, MatrixOperand b, float* c, nint stride, bool accumulate, TEpilogue epilogue)
        where TEpilogue : struct, IEpilogue
    {
        Storage turned = device.Rent((long)columns * rows);
        MatrixOperand left = b with { Transposed = false }, right = a with { Transposed = true };
        PackedGemm.Multiply(device, columns, rows, depth, alpha, left, right, turned.Floats(), rows, false, default(NoEpilogue));
        var job = new Job<TEpilogue> { Turned = turned.Floats(), C = c, Stride = stride, Rows = rows, Columns = columns, Accumulate = accumulate, Epilogue = epilogue };
        device.Run((columns + OutputBlock - 1) / OutputBlock, ref job);
        device.Return(turned);
    }

    private struct Job<TEpilogue> : ILaneJob
        where TEpilogue : struct, IEpilogue
    {
        public float* Turned;
        public float* C;
        public nint Stride;
        public int Rows;
        public int Columns;
        public bool Accumulate;
        public TEpilogue Epilogue;

        // c[i][j] (+)= f(turned[j][i]); one chunk is a block of columns j, transposed beside the result.
        public readonly void Execute<T>(int index, int worker)
            where T : struct, ICpuLane<T>
        {
            int column = index * OutputBlock;
            int count = Math.Min(OutputBlock, Columns - column);
            float* block = stackalloc float[LargestBatch * OutputBlock];
            PanelPacking.Transpose(Turned + ((nint)column * Rows), Rows, Rows, count, OutputBlock, 1f, block);
            for (int i = 0; i < Rows; i++)
            {
                float* from = block + (i * OutputBlock);
                float* to = C + (i * Stride) + column;
                int j = 0;
                for (; j + T.Width <= count; j += T.Width) Finish<T>(from + j, to + j, column + j);
                for (; j < count; j++) Finish<Lane1>(from + j, to + j, column + j);
            }
        }

        private readonly void Finish<T>(float* from, float* to, nint column)
            where T : struct, ICpuLane<T>
        {
            T sum = T.Load(from);
            if (Accumulate) sum += T.Load(to);
            Epilogue.Apply(sum, column, to).Store(to);
        }
    }
}
