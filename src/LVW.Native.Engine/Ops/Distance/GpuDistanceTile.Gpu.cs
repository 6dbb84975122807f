using ILGPU;
using LVW.Native.Engine.Devices.Gpu;
using LVW.Native.Engine.Ops.MatMul;

namespace LVW.Native.Engine.Ops.Distance;

/// <summary>
/// The squared distances of 64 rows to 64 points, by a group of 256 threads: thread (x, y) of 16 × 16 holds 4 × 4 of them, rows
/// y, y + 16, … and points x, x + 16, …, in a local array.
/// </summary>
internal readonly struct GpuDistanceTile
{
    /// <summary>Rows, and points, of a tile.</summary>
    public const int Side = 64;

    /// <summary>Rows, and points, of a thread.</summary>
    public const int Own = 4;

    /// <summary>Threads along either side; a thread's rows are as far apart.</summary>
    public const int Across = Side / Own;

    // Depth is taken 32 at a time: a warp reads 32 neighbouring values. Four more keep rows of shared memory in different banks.
    private const int Run = 32;
    private const int Stride = Run + 4;

    private readonly ArrayView<float> rows;
    private readonly ArrayView<float> points;

    private GpuDistanceTile(ArrayView<float> rows, ArrayView<float> points)
    {
        this.rows = rows;
        this.points = points;
    }

    /// <summary>Takes the group's shared memory; once in a kernel.</summary>
    public static GpuDistanceTile Create() => new(SharedMemory.Allocate<float>(Side * Stride), SharedMemory.Allocate<float>(Side * Stride));

    /// <summary>sums[i, j] = Σ_k (z[row, k] − p[point, k])² for the thread's rows and points; all threads of the group must call it.</summary>
    /// <param name="z">Rows of <paramref name="depth"/>.</param>
    /// <param name="row">The tile's first row.</param>
    /// <param name="rowEnd">Rows from here on are not read and count as 0.</param>
    /// <param name="p">Points of <paramref name="depth"/>.</param>
    /// <param name="point">The tile's first point.</param>
    /// <param name="pointEnd">Points from here on are not read and count as 0.</param>
    /// <param name="depth">D.</param>
    /// <param name="sums">4 × 4.</param>
    public void Measure(ArrayView<float> z, int row, int rowEnd, ArrayView<float> p, int point, int pointEnd, int depth, ArrayView<float> sums)
    {
        int x = PowerOfTwo.Remainder(Group.IdxX, Across);
        int y = PowerOfTwo.Quotient(Group.IdxX, Across);
        ArrayView<GpuQuad> rowQuads = rows.Cast<GpuQuad>();
        ArrayView<GpuQuad> pointQuads = points.Cast<GpuQuad>();
        ArrayView<GpuQuad> own = LocalMemory.Allocate<GpuQuad>(Own);
        for (int i = 0; i < Own * Own; i++) sums[i] = 0f;
        for (int k = 0; k < depth; k += Run)
        {
            Load(z, row, rowEnd, k, depth, rows);
            Load(p, point, pointEnd, k, depth, points);
            Group.Barrier();
            for (int q = 0; q < Run / 4; q++)
            {
                for (int i = 0; i < Own; i++) own[i] = rowQuads[((y + (i * Across)) * (Stride / 4)) + q];
                for (int j = 0; j < Own; j++)
                {
                    GpuQuad b = pointQuads[((x + (j * Across)) * (Stride / 4)) + q];
                    for (int i = 0; i < Own; i++) sums[(i * Own) + j] = AddSquares(own[i], b, sums[(i * Own) + j]);
                }
            }

            Group.Barrier();
        }
    }

    private static void Load(ArrayView<float> source, int first, int end, int k0, int depth, ArrayView<float> target)
    {
        int k = PowerOfTwo.Remainder(Group.IdxX, Run);
        bool inside = k0 + k < depth;
        for (int r = PowerOfTwo.Quotient(Group.IdxX, Run); r < Side; r += Across * Across / Run)
        {
            target[(r * Stride) + k] = inside && first + r < end ? source[((first + r) * depth) + k0 + k] : 0f;
        }
    }

    private static float AddSquares(GpuQuad a, GpuQuad b, float sum)
    {
        float difference = a.X - b.X;
        sum = (difference * difference) + sum;
        difference = a.Y - b.Y;
        sum = (difference * difference) + sum;
        difference = a.Z - b.Z;
        sum = (difference * difference) + sum;
        difference = a.W - b.W;
        return (difference * difference) + sum;
    }
}
