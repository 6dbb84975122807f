using LVW.Native.Engine;
using LVW.Native.Engine.Checkpoints;

namespace LVW.Native.VisualWords.Tests.Golden;

/// <summary>An archive of tensors that PyTorch computed in float64; pictures are N, C, H, W there and N, H, W, C here.</summary>
internal sealed class GoldenFile
{
    private readonly IReadOnlyDictionary<string, NumPyArray> arrays;

    private GoldenFile(IReadOnlyDictionary<string, NumPyArray> arrays) => this.arrays = arrays;

    public NumPyArray this[string name] => arrays[name];

    /// <summary>Opens an archive, or skips the test where the golden tensors are absent.</summary>
    public static GoldenFile Require(string name) => new(NumPyFile.ReadArchive(RepositoryFolders.RequireGolden(name + ".npz")));

    public bool Has(string name) => arrays.ContainsKey(name);

    public double Number(string name) => arrays[name].Values[0];

    public float[] Floats(string name) => arrays[name].ToFloats();

    public int[] Integers(string name) => [.. arrays[name].Values.Select(value => (int)value)];

    /// <summary>The values in this library's order; arrays of rank below four have the same in both.</summary>
    public double[] ChannelsLast(string name)
    {
        NumPyArray array = arrays[name];
        if (array.Shape.Rank != 4) return array.Values;
        (int n, int c, int places) = (array.Shape[0], array.Shape[1], array.Shape[2] * array.Shape[3]);
        double[] values = new double[array.Values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            (int picture, int channel, int place) = (i / (c * places), i / places % c, i % places);
            values[(((picture * places) + place) * c) + channel] = array.Values[i];
        }

        return values;
    }

    /// <summary>The shape in this library's order.</summary>
    public Shape ShapeChannelsLast(string name)
    {
        Shape shape = arrays[name].Shape;
        return shape.Rank == 4 ? [shape[0], shape[2], shape[3], shape[1]] : shape;
    }
}
