using LVW.Native.Engine.Checkpoints;

namespace LVW.Native.Engine.Layers;

/// <summary>A named parameter or buffer of a module.</summary>
/// <param name="Key">The state-dict key, such as <c>features.3.squeeze.weight</c>.</param>
/// <param name="Parameter">The values.</param>
/// <param name="Layout">How files order the dimensions.</param>
/// <param name="IsBuffer">Whether it is state that no optimiser moves, such as a running mean.</param>
public sealed record StateEntry(string Key, Parameter Parameter, StateLayout Layout, bool IsBuffer)
{
    /// <summary>The shape that files give this entry.</summary>
    public Shape FileShape => Layout == StateLayout.Filter
        ? [Parameter.Shape[0], Parameter.Shape[3], Parameter.Shape[1], Parameter.Shape[2]]
        : Parameter.Shape;

    /// <summary>The values in the order of files.</summary>
    public HostTensor Export() => new(FileShape, Layout == StateLayout.Filter ? ToFile(Parameter.ToArray(), Parameter.Shape) : Parameter.ToArray());

    /// <summary>Sets the parameter from values in the order of files; the shapes must agree.</summary>
    public void Import(HostTensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        Parameter.Set(Layout == StateLayout.Filter ? FromFile(tensor.Values, Parameter.Shape) : tensor.Values);
    }

    // OHWI <-> OIHW: memory index ((o·R + r)·S + s)·C + c, file index ((o·C + c)·R + r)·S + s.
    private static float[] ToFile(float[] memory, Shape shape)
    {
        float[] file = new float[memory.Length];
        ForEach(shape, (inMemory, inFile) => file[inFile] = memory[inMemory]);
        return file;
    }

    private static float[] FromFile(float[] file, Shape shape)
    {
        float[] memory = new float[file.Length];
        ForEach(shape, (inMemory, inFile) => memory[inMemory] = file[inFile]);
        return memory;
    }

    private static void ForEach(Shape shape, Action<int, int> visit)
    {
        (int outputs, int taps, int channels) = (shape[0], shape[1] * shape[2], shape[3]);
        for (int o = 0; o < outputs; o++)
        {
            for (int tap = 0; tap < taps; tap++)
            {
                for (int c = 0; c < channels; c++) visit((((o * taps) + tap) * channels) + c, (((o * channels) + c) * taps) + tap);
            }
        }
    }
}
