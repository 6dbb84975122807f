using System.Runtime.Intrinsics.Arm;
using LVW.Native.Engine.Devices;

namespace LVW.Native.Engine.Ops.MatMul;

/// <summary>
/// How the columns of a right operand are cut into panels of a few vectors. Vectors are spread evenly (5 = 3 + 2, not 4 + 1), because
/// narrow panels leave the arithmetic units idle; the last vector may be partly empty.
/// </summary>
internal readonly struct PanelLayout
{
    private readonly int width;
    private readonly int smaller;
    private readonly int larger;

    /// <summary>Cuts columns for kernels of a width.</summary>
    /// <param name="columns">Columns of the right operand.</param>
    /// <param name="simd">The width.</param>
    public PanelLayout(int columns, SimdWidth simd)
    {
        width = (int)simd;
        int panelVectors = MaxVectors(simd);
        Columns = columns;
        Vectors = (columns + width - 1) / width;
        Count = (Vectors + panelVectors - 1) / panelVectors;
        smaller = Count == 0 ? 0 : Vectors / Count;
        larger = Count == 0 ? 0 : Vectors % Count;
    }

    /// <summary>Columns without padding.</summary>
    public int Columns { get; }

    /// <summary>Vectors of all panels together.</summary>
    public int Vectors { get; }

    /// <summary>Number of panels.</summary>
    public int Count { get; }

    /// <summary>Columns with padding: floats of one packed row.</summary>
    public int PaddedColumns => Vectors * width;

    /// <summary>As many vectors as leave registers for six rows of sums: AVX-512 and Neon have 32 registers, AVX2 and SSE 16.</summary>
    public static int MaxVectors(SimdWidth simd) => simd switch
    {
        SimdWidth.Vector512 => 4,
        SimdWidth.Vector128 when AdvSimd.IsSupported => 4,
        _ => 2,
    };

    /// <summary>Vectors of one panel.</summary>
    public int VectorsOf(int panel) => smaller + (panel < larger ? 1 : 0);

    /// <summary>First column of a panel; for <see cref="Count"/>, the padded end.</summary>
    public int FirstColumn(int panel) => ((panel * smaller) + Math.Min(panel, larger)) * width;

    /// <summary>Columns of a panel that exist.</summary>
    public int ColumnsOf(int panel) => Math.Min(Columns, FirstColumn(panel + 1)) - FirstColumn(panel);

    /// <summary>Whether the panel's last vector is partly empty.</summary>
    public bool IsPartial(int panel) => FirstColumn(panel + 1) > Columns;
}
