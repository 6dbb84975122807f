using ILGPU;
using LVW.Native.Engine.Devices.Gpu;

namespace LVW.Native.Engine.Ops.MatMul;

// y[row, column] = epilogue(Σ_s partial[s, group, row, column]), in order and in float64.
// A thread is an element of the result; every slice is a stream.
internal readonly struct GemmCombineKernel<TRows, TEpilogue>(
    ArrayView<float> partial, TRows rows, TEpilogue epilogue, ArrayView<float> y, int slices, int perSlice, int perGroup, int columns) : IGpuKernel
    where TRows : struct, IGpuRows
    where TEpilogue : struct, IGpuEpilogue
{
    public void Execute()
    {
        int i = GpuThread.Index;
        if (i >= perSlice) return;
        int group = i / perGroup;
        int row = (i - (group * perGroup)) / columns;
        int column = i - (group * perGroup) - (row * columns);
        double sum = 0;
        for (int s = 0; s < slices; s++) sum += partial[(s * perSlice) + i];
        int place = rows.Place(row, group, 0) + column;
        float value = (float)sum;
        if (TEpilogue.HasTerms) value += epilogue.Term(column, group);
        value = TEpilogue.Apply(value);
        y[place] = TEpilogue.Accumulates ? y[place] + value : value;
    }
}
