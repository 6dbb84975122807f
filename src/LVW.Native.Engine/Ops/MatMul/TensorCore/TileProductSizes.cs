namespace LVW.Native.Engine.Ops.MatMul.TensorCore;

/// <summary>The sizes of a product on tensor cores, for the kernel.</summary>
/// <param name="rows">Rows of the result.</param>
/// <param name="columns">Columns of the result.</param>
/// <param name="columnTiles">Tiles side by side.</param>
/// <param name="depthTiles">Tiles of depth.</param>
/// <param name="sliceTiles">Tiles of depth that one group adds up.</param>
/// <param name="storesQuads">1 where columns are a multiple of 4 and rows begin at multiples of 16 bytes, else 0.</param>
internal readonly struct TileProductSizes(int rows, int columns, int columnTiles, int depthTiles, int sliceTiles, int storesQuads)
{
    public readonly int Rows = rows;
    public readonly int Columns = columns;
    public readonly int ColumnTiles = columnTiles;
    public readonly int DepthTiles = depthTiles;
    public readonly int SliceTiles = sliceTiles;
    public readonly int StoresQuads = storesQuads;
}
