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
    private const int LateDepth = 128;
    private const int LargestSingleBlock = 64;
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
        if (NarrowGemm.Fits(rows, columns, a, b))
        {
            NarrowGemm.Multiply(device, rows, columns, depth, alpha, a, b, c, stride, accumulate, epilogue);
            return;
        }

        var panels = new PanelLayout(columns, device.Width);

        // With a single block of rows every panel is used once: it is packed where it is used, and never reaches memory.
        bool packLate = rows <= LargestSingleBlock;
        int maxDepth = packLate ? LateDepth : MaxDepth;
        int depthBlocks = Math.Max(1, (depth + maxDepth - 1) / maxDepth);
        int depthBlock = (depth + depthBlocks - 1) / depthBlocks;
        int rowBlock = rows >= 1536 ? 96 : rows >= 384 ? 48 : packLate ? rows : 24;
        int rowBlocks = (rows + rowBlock - 1) / rowBlock;
        int panelGroup = Math.Clamp((packLate ? PackedBudget / 4 : PackedBudget) / Math.Max(1, depthBlock * (int)device.Width * PanelLayout.MaxVectors(device.Width)), 1, panels.Count);
        while (panelGroup > 1 && rowBlocks * ((panels.Count + panelGroup - 1) / panelGroup) < 16) panelGroup--;
        int panelGroups = (panels.Count + panelGroup - 1) / panelGroup;
        nint privateLength = packLate ? depthBlock * panelGroup * panels.FirstColumn(1) : 0;
        Storage packed = device.Rent(Math.Max(1, packLate ? (long)privateLength * device.Workers.Threads : (long)panels.PaddedColumns * depth));
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
        if (!packLate) device.Workers.Run(panels.Count * depthBlocks, ref pack);
        var job = new Job<TEpilogue>
        {
            A = a,
            Pack = pack,
            PrivateLength = privateLength,
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
            One(panel, start, depth, Target + ((nint)start * Panels.PaddedColumns) + ((nint)Panels.FirstColumn(panel) * depth));
        }

        // target[d][j] = α · op(b)[start + d][column + j], columns of one panel.
        public readonly void One(int panel, int start, int depth, float* target)
        {
            int column = Panels.FirstColumn(panel);
            int padded = Panels.FirstColumn(panel + 1) - column;
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
        public Pack Pack;
        public nint PrivateLength;
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
                float* packed = PrivateLength > 0 ? PackLate(start, (int)block.Depth, first, end, worker) : Pack.Target + ((nint)start * Panels.PaddedColumns);
                start += DepthBlock;
                if (start < Depth) RowKernel<T>.Multiply(block, Panels, first, end, packed, accumulate, default(NoEpilogue));
                else RowKernel<T>.Multiply(block, Panels, first, end, packed, accumulate, Epilogue);
                accumulate = true;
            }
            while (start < Depth);
        }

        // Panel 0 of this depth, of which only the panels from first to end exist.
        private readonly float* PackLate(int start, int depth, int first, int end, int worker)
        {
            float* packed = Pack.Target + (worker * PrivateLength) - ((nint)Panels.FirstColumn(first) * depth);
            for (int panel = first; panel < end && depth > 0; panel++) Pack.One(panel, start, depth, packed + ((nint)Panels.FirstColumn(panel) * depth));
            return packed;
        }

        private readonly void Turn(int row, int count, int start, int depth, int worker, float** sources)
        {
            float* turned = Turned + ((nint)worker * RowBlock * DepthBlock);
            PanelPacking.Transpose(A.Pointer + (start * A.Stride) + row, A.Stride, count, depth, depth, 1f, turned);
            for (int i = 0; i < count; i++) sources[i] = turned + ((nint)i * depth);
        }
    }
}
