using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Lanes;

namespace LVW.Native.Engine.Ops.Convolution.Winograd;

/// <summary>Tiles at their points: [point][tile][channel], rows padded to whole vectors, planes apart by an odd number of cache lines.</summary>
internal readonly unsafe struct TilePlanes(float* values, WinogradTile tile, int tiles, int channels, SimdWidth width)
{
    private const int FloatsOfLine = 16;
    private const int FewSets = 8 * FloatsOfLine;

    private readonly float* values = values;

    /// <summary>The tile.</summary>
    public WinogradTile Tile => tile;

    /// <summary>Channels.</summary>
    public int Channels => channels;

    /// <summary>Channels, padded to whole vectors.</summary>
    public int PaddedChannels => (channels + (int)width - 1) / (int)width * (int)width;

    /// <summary>Floats from one tile to the next: runs of the same channels in many tiles must not share a few sets of the cache.</summary>
    public nint Row => PaddedChannels % FewSets == 0 ? PaddedChannels + FloatsOfLine : PaddedChannels;

    /// <summary>Floats from one point to the next.</summary>
    public nint Plane => Spread(tiles * Row);

    /// <summary>Floats of all points.</summary>
    public static long Length(WinogradTile tile, int tiles, int channels, SimdWidth width)
        => tile.Points * new TilePlanes(null, tile, tiles, channels, width).Plane;

    /// <summary>The length of a plane, made an odd number of cache lines: planes apart by a power of two would share one set of the cache.</summary>
    public static nint Spread(nint length) => (((length + FloatsOfLine - 1) / FloatsOfLine) | 1) * FloatsOfLine;

    /// <summary>Writes the pointers of the points of tile 0.</summary>
    public void Points(float** pointers)
    {
        for (int i = 0; i < tile.Points; i++) pointers[i] = values + (i * Plane);
    }

    /// <summary>Writes the pointers of the tiles at point 0.</summary>
    public void Rows(int first, int count, float** pointers)
    {
        for (int t = 0; t < count; t++) pointers[t] = values + ((first + t) * Row);
    }

    /// <summary>Transforms tiles of the source into these planes, from <paramref name="position"/> on.</summary>
    public void Fill<T>(in TileGrid grid, int first, int count, int position, float* source, float* zeros, float* between)
        where T : struct, ICpuLane<T>
        => Fill<T>(grid, results: false, first, count, position, source, zeros, between);

    /// <summary>Transforms tiles of an output's gradient into these planes, from <paramref name="position"/> on.</summary>
    public void FillGradient<T>(in TileGrid grid, int first, int count, int position, float* dy, float* zeros, float* between)
        where T : struct, ICpuLane<T>
        => Fill<T>(grid, results: true, first, count, position, dy, zeros, between);

    private void Fill<T>(in TileGrid grid, bool results, int first, int count, int position, float* pictures, float* zeros, float* between)
        where T : struct, ICpuLane<T>
    {
        float** pixels = stackalloc float*[2 * WinogradTile.MostPoints];
        float** ahead = pixels + WinogradTile.MostPoints;
        float** points = stackalloc float*[WinogradTile.MostPoints];
        Points(points);
        Pixels(grid, results, first, pictures, zeros, ahead);
        for (int t = 0; t < count; t++)
        {
            float** reached = ahead;
            ahead = pixels;
            pixels = reached;
            Pixels(grid, results, Math.Min(first + t + 1, grid.Count - 1), pictures, zeros, ahead);
            if (results) tile.OutputGradient<T>(channels, pixels, ahead, between, points, (position + t) * Row);
            else tile.Input<T>(channels, pixels, ahead, between, points, (position + t) * Row);
        }
    }

    private static void Pixels(in TileGrid grid, bool results, int index, float* pictures, float* zeros, float** pointers)
    {
        if (results) grid.Results(index, pictures, zeros, pointers);
        else grid.Sources(index, pictures, zeros, pointers);
    }
}
