using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Ops.MatMul;

namespace LVW.Native.Engine.Ops.Convolution;

/// <summary>Convolution and its input gradient in NHWC on the CPU: pixels read through pointers, no patches copied.</summary>
internal static unsafe class DirectConvolution
{
    /// <summary>y[n,p,q,k] = f(Σ_{r,s,c} x[n, p·stride − pad + r·dilation, …, c] · w[k,r,s,c]).</summary>
    /// <param name="device">Whose threads and vectors compute.</param>
    /// <param name="geometry">The sizes.</param>
    /// <param name="x">Input, [N, H, W, C].</param>
    /// <param name="w">Filter, [K, R, S, C / Groups].</param>
    /// <param name="y">Output, [N, P, Q, K], the pixels OutputPixel floats apart.</param>
    /// <param name="epilogue">f.</param>
    public static void Forward<TEpilogue>(CpuDevice device, in Conv2dGeometry geometry, float* x, float* w, float* y, TEpilogue epilogue)
        where TEpilogue : struct, IEpilogue
    {
        using var groups = new MergedGroups(device, geometry);
        Conv2dGeometry g = groups.Geometry;
        using var runs = new TapRuns(device, g, x);
        PixelGrid grid = runs.Grid(g, y);
        var filter = new PackedFilter
        {
            Filter = groups.Widen(w),
            FilterStride = (nint)g.R * g.S * g.GroupC,
            TapStride = runs.Depth,
            TapsInRow = runs.TapsInRow,
            TapRows = grid.TapRows,
            TapColumns = grid.TapColumns,
            GroupFilters = g.GroupK,
            Groups = g.Groups,
            Depth = runs.Depth,
            ColumnsAreFilters = true,
            Panels = new PanelLayout(g.GroupK, device.Width),
        };
        GridProduct.Run(device, grid, filter, accumulate: false, epilogue);
    }

    /// <summary>
    /// dx[n,h,w,c] (+)= Σ dy[n,p,q,k] · w[k,r,s,c] over all p·stride − pad + r·dilation = h, and likewise for w. Input pixels whose
    /// positions agree modulo the stride use the same taps, so each such phase is a dense product of its own.
    /// </summary>
    /// <param name="device">Whose threads and vectors compute.</param>
    /// <param name="geometry">The sizes.</param>
    /// <param name="dy">Gradient of the output, [N, P, Q, K], the pixels OutputPixel floats apart.</param>
    /// <param name="w">Filter, [K, R, S, C / Groups].</param>
    /// <param name="dx">Gradient of the input, [N, H, W, C].</param>
    /// <param name="accumulate">Whether to add to <paramref name="dx"/> instead of overwriting it.</param>
    public static void InputGradient(CpuDevice device, in Conv2dGeometry geometry, float* dy, float* w, float* dx, bool accumulate)
    {
        using var groups = new MergedGroups(device, geometry);
        Conv2dGeometry g = groups.Geometry;
        float* filters = groups.Widen(w);
        for (int i = 0; i < Math.Min(g.StrideH, g.H); i++)
        {
            TapLattice rows = TapLattice.Backward(g.R, g.PadTop, g.DilationH, g.StrideH, i);
            for (int j = 0; j < Math.Min(g.StrideW, g.W); j++)
            {
                TapLattice columns = TapLattice.Backward(g.S, g.PadLeft, g.DilationW, g.StrideW, j);
                if (accumulate && rows.Count * columns.Count == 0) continue;
                var grid = new PixelGrid
                {
                    Images = g.N,
                    Rows = (g.H - i + g.StrideH - 1) / g.StrideH,
                    Columns = (g.W - j + g.StrideW - 1) / g.StrideW,
                    StrideH = 1,
                    StrideW = 1,
                    Source = dy,
                    SourceRows = g.P,
                    SourceColumns = g.Q,
                    SourcePixel = g.OutputPixel,
                    TapRows = rows,
                    TapColumns = columns,
                    Target = dx + ((((nint)i * g.W) + j) * g.C),
                    TargetImage = (nint)g.H * g.W * g.C,
                    TargetRow = (nint)g.StrideH * g.W * g.C,
                    TargetPixel = (nint)g.StrideW * g.C,
                };
                var filter = new PackedFilter
                {
                    Filter = filters,
                    FilterStride = (nint)g.R * g.S * g.GroupC,
                    TapStride = g.GroupC,
                    TapsInRow = g.S,
                    TapRows = rows,
                    TapColumns = columns,
                    GroupFilters = g.GroupK,
                    Groups = g.Groups,
                    Depth = g.GroupK,
                    ColumnsAreFilters = false,
                    Panels = new PanelLayout(g.GroupC, device.Width),
                };
                GridProduct.Run(device, grid, filter, accumulate, default(NoEpilogue));
            }
        }
    }
}
