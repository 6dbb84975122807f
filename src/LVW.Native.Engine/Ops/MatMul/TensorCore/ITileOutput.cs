using System.Runtime.CompilerServices;
using ILGPU.Runtime.Cuda;

namespace LVW.Native.Engine.Ops.MatMul.TensorCore;

/// <summary>Where finished sums go.</summary>
internal interface ITileOutput
{
    /// <summary>Stores the sums of four columns; rows and columns beyond the matrix are ignored.</summary>
    void Store(int row, int column, in Quad sums);
}

/// <summary>A matrix of results: row by row, or scattered.</summary>
/// <param name="address">Where they start.</param>
/// <param name="rows">Rows of the product.</param>
/// <param name="columns">Columns of the product.</param>
/// <param name="places">Which row of results a row of the product is.</param>
/// <param name="epilogue">What happens to a sum on its way.</param>
internal readonly struct MatrixOutput<TRows, TEpilogue>(long address, int rows, int columns, TRows places, TEpilogue epilogue) : ITileOutput
    where TRows : struct, IRowPlaces
    where TEpilogue : struct, ITileEpilogue
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(int row, int column, in Quad sums)
    {
        int count = columns - column;
        if (row >= rows || count <= 0) return;
        int place = (places.Of(row) * columns) + column;
        long target = address + ((long)place * sizeof(float));
        float first = epilogue.Apply(sums.X, column, place);
        if ((columns & 3) == 0)
        {
            float second = epilogue.Apply(sums.Y, column + 1, place + 1);
            float third = epilogue.Apply(sums.Z, column + 2, place + 2);
            float fourth = epilogue.Apply(sums.W, column + 3, place + 3);
            CudaAsm.Emit("st.global.v4.f32 [%0],{%1,%2,%3,%4};", target, first, second, third, fourth);
            return;
        }

        StoreOne(target, first);
        if (count > 1) StoreOne(target + 4, epilogue.Apply(sums.Y, column + 1, place + 1));
        if (count > 2) StoreOne(target + 8, epilogue.Apply(sums.Z, column + 2, place + 2));
        if (count > 3) StoreOne(target + 12, epilogue.Apply(sums.W, column + 3, place + 3));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreOne(long target, float value) => CudaAsm.Emit("st.global.f32 [%0],%1;", target, value);
}
