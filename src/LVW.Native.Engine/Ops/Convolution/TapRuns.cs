using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Ops.Convolution;

/// <summary>
/// How a convolution reads its input. With few channels the taps of a filter row are taken as one run of S · C neighbouring floats,
/// because three channels would leave most of a kernel's work to its loop; where the width is padded, the input is copied once
/// into padded rows for that.
/// </summary>
internal unsafe ref struct TapRuns
{
    private const int FewChannels = 8;

    private readonly CpuDevice device;
    private readonly Storage? padded;

    public TapRuns(CpuDevice device, in Conv2dGeometry g, float* x)
    {
        this.device = device;
        Input = x;
        Width = g.W;
        Depth = g.GroupC;
        TapsInRow = g.S;
        Columns = TapLattice.Forward(g.S, g.PadLeft, g.DilationW);
        if (g.S == 1 || g.DilationW != 1 || g.Groups != 1 || g.C > FewChannels) return;
        Depth = g.S * g.C;
        TapsInRow = 1;
        Columns = TapLattice.Forward(1, 0, 1);
        if (g.PadLeft == 0 && g.PadRight == 0) return;
        Width = g.PadLeft + g.W + g.PadRight;
        padded = device.Rent((long)g.N * g.H * Width * g.C);
        Input = padded.Floats();
        var job = new PadJob { Geometry = g, Source = x, Target = Input, Rows = Chunks.OfRows((long)g.N * g.H, (long)Width * g.C) };
        device.Workers.Run(job.Rows.Count, ref job);
    }

    /// <summary>The input, or its padded copy.</summary>
    public float* Input { get; }

    /// <summary>Width of that input.</summary>
    public int Width { get; }

    /// <summary>Floats of a run.</summary>
    public int Depth { get; }

    /// <summary>Runs in a row of the filter.</summary>
    public int TapsInRow { get; }

    /// <summary>Horizontal runs.</summary>
    public TapLattice Columns { get; }

    /// <summary>The grid of output pixels over this input.</summary>
    /// <param name="g">The convolution.</param>
    /// <param name="y">The output, or its gradient.</param>
    public readonly PixelGrid Grid(in Conv2dGeometry g, float* y) => new()
    {
        Images = g.N,
        Rows = g.P,
        Columns = g.Q,
        StrideH = g.StrideH,
        StrideW = g.StrideW,
        Source = Input,
        SourceRows = g.H,
        SourceColumns = Width,
        SourcePixel = g.C,
        TapRows = TapLattice.Forward(g.R, g.PadTop, g.DilationH),
        TapColumns = Columns,
        Target = y,
        TargetImage = (nint)g.P * g.Q * g.OutputPixel,
        TargetRow = (nint)g.Q * g.OutputPixel,
        TargetPixel = g.OutputPixel,
    };

    /// <summary>Gives the copy back.</summary>
    public readonly void Dispose()
    {
        if (padded is not null) device.Return(padded);
    }

    private struct PadJob : IParallelJob
    {
        public Conv2dGeometry Geometry;
        public float* Source;
        public float* Target;
        public Chunks Rows;

        public readonly void Execute(int index, int worker)
        {
            int left = Geometry.PadLeft * Geometry.C, middle = Geometry.W * Geometry.C, right = Geometry.PadRight * Geometry.C;
            for (long row = Rows.Start(index); row < Rows.End(index); row++)
            {
                float* target = Target + (row * (left + middle + right));
                new Span<float>(target, left).Clear();
                new ReadOnlySpan<float>(Source + (row * middle), middle).CopyTo(new Span<float>(target + left, middle));
                new Span<float>(target + left + middle, right).Clear();
            }
        }
    }
}
