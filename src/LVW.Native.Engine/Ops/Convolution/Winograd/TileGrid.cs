namespace LVW.Native.Engine.Ops.Convolution.Winograd;

/// <summary>
/// A batch of pictures cut into tiles of result pixels; a tile reads source pixels of which some lie outside the picture.
/// </summary>
internal readonly unsafe struct TileGrid
{
    private readonly int rows;
    private readonly int columns;
    private readonly int sourceRows;
    private readonly int sourceColumns;
    private readonly int padTop;
    private readonly int padLeft;
    private readonly nint sourcePixel;
    private readonly nint resultPixel;
    private readonly int down;
    private readonly int across;

    private TileGrid(
        WinogradTile tile, int images, int rows, int columns, int sourceRows, int sourceColumns, int padTop, int padLeft, int sourcePixel, int resultPixel)
    {
        Tile = tile;
        this.rows = rows;
        this.columns = columns;
        this.sourceRows = sourceRows;
        this.sourceColumns = sourceColumns;
        this.padTop = padTop;
        this.padLeft = padLeft;
        this.sourcePixel = sourcePixel;
        this.resultPixel = resultPixel;
        down = tile.Across(rows);
        across = tile.Across(columns);
        Count = checked(images * down * across);
    }

    /// <summary>The tile.</summary>
    public WinogradTile Tile { get; }

    /// <summary>Tiles of all pictures.</summary>
    public int Count { get; }

    /// <summary>Results are outputs, sources inputs.</summary>
    public static TileGrid Forward(in Conv2dGeometry g)
        => new(AlgorithmTable.TileOf(g), g.N, g.P, g.Q, g.H, g.W, g.PadTop, g.PadLeft, g.C, g.OutputPixel);

    /// <summary>Results are gradients of inputs, sources those of outputs: a convolution with the filter turned by half a circle.</summary>
    public static TileGrid Backward(in Conv2dGeometry g)
        => new(AlgorithmTable.TileOf(g), g.N, g.H, g.W, g.P, g.Q, g.R - 1 - g.PadTop, g.S - 1 - g.PadLeft, g.OutputPixel, g.C);

    /// <summary>Writes the pointers of a tile's source pixels; outside the picture, <paramref name="outside"/>.</summary>
    public void Sources(int tile, float* source, float* outside, float** pointers)
    {
        (int image, int y, int x) = Place(tile);
        y -= padTop;
        x -= padLeft;
        Fill(source, sourcePixel, image, y, x, Tile.Inputs, sourceRows, sourceColumns, outside, pointers);
    }

    /// <summary>Writes the pointers of a tile's result pixels; outside the picture, <paramref name="outside"/>.</summary>
    public void Results(int tile, float* results, float* outside, float** pointers)
    {
        (int image, int y, int x) = Place(tile);
        Fill(results, resultPixel, image, y, x, Tile.Outputs, rows, columns, outside, pointers);
    }

    private static void Fill(
        float* picture, nint pixel, int image, int y, int x, int side, int rows, int columns, float* outside, float** pointers)
    {
        for (int i = 0; i < side; i++)
        {
            bool inside = (uint)(y + i) < (uint)rows;
            float* first = picture + (((((nint)image * rows) + y + i) * columns) + x) * pixel;
            for (int j = 0; j < side; j++) *pointers++ = inside && (uint)(x + j) < (uint)columns ? first + (j * pixel) : outside;
        }
    }

    private (int Image, int Y, int X) Place(int tile)
    {
        int row = tile / across;
        int image = row / down;
        return (image, (row - (image * down)) * Tile.Outputs, (tile - (row * across)) * Tile.Outputs);
    }
}
