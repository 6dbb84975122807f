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
    public nint Plane => PlaneLength(tiles, Row);

    /// <summary>Floats of all points.</summary>
    public static long Length(int tiles, int channels, SimdWidth width) => TileGrid.Points * new TilePlanes(null, tiles, channels, width).Plane;

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

    /// <summary>Transforms a tile of the source into these planes.</summary>
    public void Fill<T>(in TileGrid grid, int tile, int position, float* source, float* zeros, float* between)
        where T : struct, ICpuLane<T>
    {
        float** pixels = stackalloc float*[TileGrid.Points];
        float** points = stackalloc float*[TileGrid.Points];
        grid.Sources(tile, source, channels, zeros, pixels);
        Points(points);
        TileTransform<InputLine>.Run<T, NoEpilogue>(channels, pixels, 0, between, points, position * Row, accumulate: false, default);
    }

    /// <summary>Transforms a tile of an output's gradient into these planes.</summary>
    public void FillGradient<T>(in TileGrid grid, int tile, int position, float* dy, float* zeros, float* between)
        where T : struct, ICpuLane<T>
    {
        float** pixels = stackalloc float*[TileGrid.Outputs * TileGrid.Outputs];
        float** points = stackalloc float*[TileGrid.Points];
        grid.Results(tile, dy, channels, zeros, pixels);
        Points(points);
        TileTransform<OutputGradientLine>.Run<T, NoEpilogue>(channels, pixels, 0, between, points, position * Row, accumulate: false, default);
    }

    private static nint PlaneLength(int tiles, nint row) => ((((tiles * row) + FloatsOfLine - 1) / FloatsOfLine) | 1) * FloatsOfLine;
}
