using LVW.Native.Engine;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Randomness;

namespace LVW.Native.Benchmarks.DeviceRun;

/// <summary>Random values that stay on the device, so that no upload is timed.</summary>
internal static class Values
{
    /// <summary>Standard normal values: a GPU draws less power, and clocks higher, on constants.</summary>
    public static Parameter Normal(Device device, Shape shape, ulong seed, bool requiresGradient, float scale = 1)
    {
        float[] values = new float[shape.Count];
        new Philox(seed).FillNormal(values, 0, scale);
        return Of(device, shape, values, requiresGradient);
    }

    /// <summary>Values uniform in [0, 1).</summary>
    public static Parameter Uniform(Device device, Shape shape, ulong seed)
    {
        float[] values = new float[shape.Count];
        new Philox(seed).FillUniform(values);
        return Of(device, shape, values, requiresGradient: false);
    }

    private static Parameter Of(Device device, Shape shape, float[] values, bool requiresGradient)
    {
        var parameter = new Parameter(device, shape, requiresGradient);
        parameter.Set(values);
        return parameter;
    }
}
