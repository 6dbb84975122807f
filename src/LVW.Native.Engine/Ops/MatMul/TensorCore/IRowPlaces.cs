namespace LVW.Native.Engine.Ops.MatMul.TensorCore;

/// <summary>Which row of the results a row of a product is.</summary>
internal interface IRowPlaces
{
    /// <summary>The row of the results.</summary>
    int Of(int row);
}

/// <summary>Rows in order.</summary>
internal readonly struct RowsInOrder : IRowPlaces
{
    public int Of(int row) => row;
}
