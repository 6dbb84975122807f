using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Ops.MatMul;

namespace LVW.Native.Engine.Ops.Convolution.Winograd;

/// <summary>Tiles at their 36 points: [point][tile][channel], rows padded to whole vectors, planes apart by an odd number of cache lines.</summary>
internal readonly unsafe struct TilePlanes(float* values, int tiles, int channels, SimdWidth width)
{
    private const int FloatsOfLine = 16;

    private readonly float* values = values;

    /// <summary>Channels.</summary>
    public int Channels => channels;

    /// <summary>Floats from one tile to the next.</summary>
    public nint Row => (channels + (int)width - 1) / (int)width * (int)width;

    /// <summary>Floats from one point to the next.</summary>
    public nint Plane => Spread(tiles * Row);

    /// <summary>Floats of all points.</summary>
    public static long Length(int tiles, int channels, SimdWidth width) => TileGrid.Points * new TilePlanes(null, tiles, channels, width).Plane;

    /// <summary>The length of a plane, made an odd number of cache lines: 36 planes apart by a power of two would share one set of the cache.</summary>
    public static nint Spread(nint length) => (((length + FloatsOfLine - 1) / FloatsOfLine) | 1) * FloatsOfLine;

    /// <summary>Writes the pointers of the points of tile 0.</summary>
    public void Points(float** pointers)
    {
        for (int i = 0; i < TileGrid.Points; i++) pointers[i] = values + (i * Plane);
    }

    /// <summary>Writes the pointers of the tiles at point 0.</summary>
    public void Rows(int first, int count, float** pointers)
    {
        for (int t = 0; t < count; t++) pointers[t] = values + ((first + t) * Row);
    }

    /// <summary>Transforms tiles of the source into these planes, from <paramref name="position"/> on.</summary>
    public void Fill<T>(in TileGrid grid, int first, int count, int position, float* source, float* zeros, float* between)
        where T : struct, ICpuLane<T>
    {
        float** pixels = stackalloc float*[2 * TileGrid.Points];
        float** ahead = pixels + TileGrid.Points;
        float** points = stackalloc float*[TileGrid.Points];
        Points(points);
        grid.Sources(first, source, zeros, ahead);
        for (int t = 0; t < count; t++)
        {
            float** reached = ahead;
            ahead = pixels;
            pixels = reached;
            grid.Sources(Math.Min(first + t + 1, grid.Count - 1), source, zeros, ahead);
            TileTransform<InputLine>.Run<T, NoEpilogue>(channels, pixels, 0, ahead, between, points, (position + t) * Row, accumulate: false, default);
        }
    }

    /// <summary>Transforms tiles of an output's gradient into these planes, from <paramref name="position"/> on.</summary>
    public void FillGradient<T>(in TileGrid grid, int first, int count, int position, float* dy, float* zeros, float* between)
        where T : struct, ICpuLane<T>
    {
        const int Pixels = TileGrid.Outputs * TileGrid.Outputs;
        float** pixels = stackalloc float*[2 * Pixels];
        float** ahead = pixels + Pixels;
        float** points = stackalloc float*[TileGrid.Points];
        Points(points);
        grid.Results(first, dy, zeros, ahead);
        for (int t = 0; t < count; t++)
        {
            float** reached = ahead;
            ahead = pixels;
            pixels = reached;
            grid.Results(Math.Min(first + t + 1, grid.Count - 1), dy, zeros, ahead);
            TileTransform<OutputGradientLine>.Run<T, NoEpilogue>(
                channels, pixels, 0, ahead, between, points, (position + t) * Row, accumulate: false, default);
        }
    }
}
