using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine;

/// <summary>Values that outlive steps: a weight that an optimiser moves, or a buffer such as a running mean.</summary>
public sealed class Parameter : IDisposable
{
    private Storage? gradient;
    private bool disposed;

    /// <summary>Creates a parameter of zeros.</summary>
    /// <param name="device">Where the values live.</param>
    /// <param name="shape">The sizes of the dimensions.</param>
    /// <param name="requiresGradient">False for buffers and frozen weights; may be changed between steps.</param>
    public Parameter(Device device, Shape shape, bool requiresGradient = true)
    {
        Device = device;
        Shape = shape;
        RequiresGradient = requiresGradient;
        Value = device.Allocate(shape.Count);
        device.Clear(Value);
    }

    /// <summary>Where the values live.</summary>
    public Device Device { get; }

    /// <summary>The sizes of the dimensions.</summary>
    public Shape Shape { get; }

    /// <summary>Whether the backward pass computes a gradient for this parameter. Set it between steps to freeze or unfreeze.</summary>
    public bool RequiresGradient { get; set; }

    /// <summary>The values.</summary>
    public Storage Value { get; }

    /// <summary>Whether the last backward pass reached this parameter; when false, the optimiser leaves it alone.</summary>
    public bool HasGradient { get; internal set; }

    /// <summary>The gradient that the last backward pass wrote.</summary>
    /// <exception cref="InvalidOperationException">No backward pass has reached this parameter.</exception>
    public Storage Gradient => HasGradient && gradient is not null
        ? gradient
        : throw new InvalidOperationException($"Parameter {Shape}: no backward pass has reached it, so it has no gradient.");

    /// <summary>The parameter as a tensor of a step; asked twice, the same tensor.</summary>
    public Tensor In(Step step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return step.Use(this);
    }

    /// <summary>Copies all values, row-major, to a new array.</summary>
    public float[] ToArray()
    {
        float[] values = new float[Shape.Count];
        Device.CopyOut(Value, values);
        return values;
    }

    /// <summary>Overwrites all values.</summary>
    /// <param name="values">Row-major, exactly as many as the parameter has elements.</param>
    public void Set(ReadOnlySpan<float> values) => Device.CopyIn(values, Value);

    /// <summary>Returns the memory to the device.</summary>
    public void Dispose()
    {
        if (disposed) return;
        disposed = true;
        Device.Release(Value);
        Kept.Release();
        if (gradient is not null) Device.Release(gradient);
        gradient = null;
        HasGradient = false;
    }

    /// <summary>What kernels derive from the values and keep.</summary>
    internal KeptBlock Kept { get; } = new();

    internal Storage GradientBlock() => gradient ??= Device.Allocate(Shape.Count);
}
