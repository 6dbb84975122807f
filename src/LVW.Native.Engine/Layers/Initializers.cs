using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Randomness;

namespace LVW.Native.Engine.Layers;

/// <summary>Starting values of parameters.</summary>
public static class Initializers
{
    /// <summary>Normal with deviation √(2 / fan): He et al. 2015, for layers followed by ReLU.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="fan">Fan-in or fan-out: connections of a unit on one side.</param>
    /// <param name="random">Where values are drawn from.</param>
    public static void KaimingNormal(this Parameter parameter, long fan, Philox random) => Fill(parameter, random, (values, source) =>
        source.FillNormal(values, 0, (float)Math.Sqrt(2.0 / fan)));

    /// <summary>Uniform in [low, high).</summary>
    public static void Uniform(this Parameter parameter, float low, float high, Philox random) => Fill(parameter, random, (values, source) =>
        source.FillUniform(values, low, high));

    /// <summary>Normal with the given mean and deviation.</summary>
    public static void Normal(this Parameter parameter, float mean, float deviation, Philox random) => Fill(parameter, random, (values, source) =>
        source.FillNormal(values, mean, deviation));

    /// <summary>The same value everywhere.</summary>
    public static void Constant(this Parameter parameter, float value)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        if (parameter.Device is ShapeDevice) return;
        float[] values = new float[parameter.Shape.Count];
        Array.Fill(values, value);
        parameter.Set(values);
    }

    private static void Fill(Parameter parameter, Philox random, Action<float[], Philox> fill)
    {
        ArgumentNullException.ThrowIfNull(parameter);

        // Nobody would keep the values.
        if (parameter.Device is ShapeDevice) return;
        float[] values = new float[parameter.Shape.Count];
        fill(values, random);
        parameter.Set(values);
    }
}
