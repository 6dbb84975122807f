using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Ops.MatMul;

/// <summary>A matrix in memory, row-major; <paramref name="Transposed"/> means that the product uses its transpose.</summary>
/// <param name="Values">The first element.</param>
/// <param name="Stride">Floats from one stored row to the next.</param>
/// <param name="Transposed">Whether rows and columns change places.</param>
internal readonly unsafe record struct MatrixOperand(nint Values, nint Stride, bool Transposed)
{
    public MatrixOperand(float* values, nint stride, bool transposed = false)
        : this((nint)values, stride, transposed)
    {
    }

    /// <summary>The first element.</summary>
    public float* Pointer => (float*)Values;
}

/// <summary>C (+)= f(α · op(A) · op(B)) on the CPU, any sizes. The order of summation depends on the sizes alone, never on threads.</summary>
internal static unsafe class PackedGemm
{
    private const int MaxDepth = 512;
    private const int PackedBudget = 160 * 1024;

    /// <summary>Multiplies.</summary>
    /// <param name="device">Whose threads and vectors compute.</param>
    /// <param name="rows">Rows of op(A) and C.</param>
    /// <param name="columns">Columns of op(B) and C.</param>
    /// <param name="depth">Columns of op(A), rows of op(B).</param>
    /// <param name="alpha">Factor of the product.</param>
    /// <param name="a">Left operand, [rows, depth] after transposition.</param>
    /// <param name="b">Right operand, [depth, columns] after transposition.</param>
    /// <param name="c">Result, row-major.</param>
    /// <param name="stride">Floats from one row of C to the next.</param>
    /// <param name="accumulate">Whether C's present value is added before the epilogue.</param>
    /// <param name="epilogue">What happens to finished sums.</param>
    public static void Multiply<TEpilogue>(
        CpuDevice device, int rows, int columns, int depth, float alpha, MatrixOperand a, MatrixOperand b, float* c, nint stride, bool accumulate, TEpilogue epilogue)
        where TEpilogue : struct, IEpilogue
    {
        if (rows == 0 || columns == 0) return;
        var panels = new PanelLayout(columns, device.Width);
        int depthBlocks = Math.Max(1, (depth + MaxDepth - 1) / MaxDepth);
        int depthBlock = (depth + depthBlocks - 1) / depthBlocks;
        int rowBlock = rows >= 1536 ? 96 : rows >= 384 ? 48 : 24;
        int rowBlocks = (rows + rowBlock - 1) / rowBlock;
        int panelGroup = Math.Clamp(PackedBudget / Math.Max(1, depthBlock * (int)device.Width * PanelLayout.MaxVectors(device.Width)), 1, panels.Count);
        while (panelGroup > 1 && rowBlocks * ((panels.Count + panelGroup - 1) / panelGroup) < 16) panelGroup--;
        int panelGroups = (panels.Count + panelGroup - 1) / panelGroup;
        Storage packed = device.Rent(Math.Max(1, (long)panels.PaddedColumns * depth));
        Storage? turned = a.Transposed ? device.Rent((long)device.Workers.Threads * rowBlock * depthBlock) : null;
        var pack = new Pack
        {
            Source = b,
            Target = packed.Floats(),
            Panels = panels,
            Depth = depth,
            DepthBlock = depthBlock,
            Alpha = alpha,
        };
        device.Workers.Run(panels.Count * depthBlocks, ref pack);
        var job = new Job<TEpilogue>
        {
            A = a,
            Packed = packed.Floats(),
            Turned = turned is null ? null : turned.Floats(),
            C = c,
            Stride = stride,
            Panels = panels,
            Rows = rows,
            RowBlock = rowBlock,
            RowBlocks = rowBlocks,
            Depth = depth,
            DepthBlock = depthBlock,
            PanelGroup = panelGroup,
            Accumulate = accumulate,
            Epilogue = epilogue,
        };
        device.Run(rowBlocks * panelGroups, ref job);
        device.Return(packed);
        if (turned is not null) device.Return(turned);
    }

    private struct Pack : IParallelJob
    {
        public MatrixOperand Source;
        public float* Target;
        public PanelLayout Panels;
        public int Depth;
        public int DepthBlock;
        public float Alpha;

        // One chunk packs one panel of one block of the depth; blocks follow one another as [depth block][panel][depth][columns].
        public readonly void Execute(int index, int worker)
        {
            int panel = index % Panels.Count;
            int start = index / Panels.Count * DepthBlock;
            int depth = Math.Min(DepthBlock, Depth - start);
            if (depth <= 0) return;
            int column = Panels.FirstColumn(panel);
            int padded = Panels.FirstColumn(panel + 1) - column;
            float* target = Target + ((nint)start * Panels.PaddedColumns) + ((nint)column * depth);
            if (Source.Transposed)
            {
                PanelPacking.Transpose(Source.Pointer + (column * Source.Stride) + start, Source.Stride, depth, Panels.ColumnsOf(panel), padded, Alpha, target);
            }
            else
            {
                PanelPacking.CopyRows(Source.Pointer + (start * Source.Stride) + column, Source.Stride, depth, Panels.ColumnsOf(panel), padded, Alpha, target);
            }
        }
    }

    private struct Job<TEpilogue> : ILaneJob
        where TEpilogue : struct, IEpilogue
    {
        public MatrixOperand A;
        public float* Packed;
        public float* Turned;
        public float* C;
        public nint Stride;
        public PanelLayout Panels;
        public int Rows;
        public int RowBlock;
        public int RowBlocks;
        public int Depth;
        public int DepthBlock;
        public int PanelGroup;
        public bool Accumulate;
        public TEpilogue Epilogue;

        // One chunk computes some rows of some panels over the whole depth; rows run fastest, so that panels stay in the cache.
        public readonly void Execute<T>(int index, int worker)
            where T : struct, ICpuLane<T>
        {
            int row = index % RowBlocks * RowBlock;
            int count = Math.Min(RowBlock, Rows - row);
            int first = index / RowBlocks * PanelGroup;
            int end = Math.Min(Panels.Count, first + PanelGroup);
            float** sources = stackalloc float*[RowBlock];
            float** targets = stackalloc float*[RowBlock];
            for (int i = 0; i < count; i++)
            {
                targets[i] = C + ((row + i) * Stride);
                sources[i] = A.Pointer + ((row + i) * A.Stride);
            }

            var block = new RowBlock { Count = count, Taps = 1, Sources = sources, Targets = targets };
            bool accumulate = Accumulate;
            int start = 0;
            do
            {
                block.Depth = Math.Min(DepthBlock, Depth - start);
                if (A.Transposed) Turn(row, count, start, (int)block.Depth, worker, sources);
                else block.Offset = start;
                float* packed = Packed + ((nint)start * Panels.PaddedColumns);
                start += DepthBlock;
                if (start < Depth) RowKernel<T>.Multiply(block, Panels, first, end, packed, accumulate, default(NoEpilogue));
                else RowKernel<T>.Multiply(block, Panels, first, end, packed, accumulate, Epilogue);
                accumulate = true;
            }
            while (start < Depth);
        }

        private readonly void Turn(int row, int count, int start, int depth, int worker, float** sources)
        {
            float* turned = Turned + ((nint)worker * RowBlock * DepthBlock);
            PanelPacking.Transpose(A.Pointer + (start * A.Stride) + row, A.Stride, count, depth, depth, 1f, turned);
            for (int i = 0; i < count; i++) sources[i] = turned + ((nint)i * depth);
        }
    }
}
