using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Distributed;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine;

/// <summary>
/// A handle to a contiguous block of float32 values that lives as long as its <see cref="Memory.Step"/>; pictures are [N, H, W, C].
/// </summary>
/// <remarks>
/// The handle is a small struct: passing it costs nothing and leaves nothing to dispose. Used after its step, it throws.
/// Values that outlive a step belong in a <see cref="Parameter"/> or are copied out with <see cref="ToArray"/>.
/// </remarks>
public readonly struct Tensor : IEquatable<Tensor>
{
    private readonly Step? step;
    private readonly int generation;

    internal Tensor(Step step, int slot, int generation)
    {
        this.step = step;
        this.generation = generation;
        Slot = slot;
    }

    /// <summary>The step that owns the tensor.</summary>
    /// <exception cref="InvalidOperationException">The handle is empty or its step has ended.</exception>
    public Step Step
    {
        get
        {
            if (step is null) throw new InvalidOperationException("Tensor: this handle is empty (default). Create tensors from a step.");
            if (step.Generation != generation)
            {
                throw new InvalidOperationException(
                    "Tensor: its step has ended. Read values before the step is disposed, or keep them in a Parameter.");
            }

            return step;
        }
    }

    /// <summary>The device that holds the values.</summary>
    public Device Device => Step.Device;

    /// <summary>The sizes of the dimensions.</summary>
    public Shape Shape => Step.ShapeOf(Slot);

    /// <summary>Whether gradients flow to this tensor.</summary>
    public bool RequiresGradient => Step.RequiresGradient(Slot);

    /// <summary>Whether the handle is empty: an optional argument that was not given.</summary>
    public bool IsEmpty => step is null;

    /// <summary>The block of values, for kernels.</summary>
    /// <exception cref="InvalidOperationException">The backward pass has already released the values.</exception>
    public Storage Storage => Step.StorageOf(Slot);

    internal int Slot { get; }

    /// <summary>Whether two handles name the same tensor of the same step.</summary>
    public static bool operator ==(Tensor left, Tensor right) => left.Equals(right);

    /// <summary>Whether two handles name different tensors.</summary>
    public static bool operator !=(Tensor left, Tensor right) => !left.Equals(right);

    /// <summary>Copies all values, row-major, to a new array.</summary>
    public float[] ToArray()
    {
        float[] values = new float[Shape.Count];
        CopyTo(values);
        return values;
    }

    /// <summary>Copies all values, row-major.</summary>
    /// <param name="values">Exactly as long as the tensor has elements.</param>
    public void CopyTo(Span<float> values) => Device.CopyOut(Storage, values);

    /// <summary>The value of a tensor that has exactly one element, such as a loss.</summary>
    /// <exception cref="InvalidOperationException">The tensor has another number of elements.</exception>
    public float Item()
    {
        if (Shape.Count != 1) throw new InvalidOperationException($"Item: the tensor has shape {Shape}; only a single element can be read as a number.");
        Span<float> value = stackalloc float[1];
        CopyTo(value);
        return value[0];
    }

    /// <summary>Lets this tensor's values survive <see cref="Backward"/>, until the step ends, and returns the tensor.</summary>
    public Tensor Keep()
    {
        Step.Keep(Slot);
        return this;
    }

    /// <summary>Runs the recorded ops backwards from this scalar loss and fills the gradients of parameters and tracked inputs.</summary>
    /// <param name="observer">Told of each parameter's gradient as soon as it is complete, while the pass goes on; null for nobody.</param>
    /// <exception cref="InvalidOperationException">The tensor is not a scalar, or nothing in it requires a gradient.</exception>
    public void Backward(IGradientObserver? observer = null) => Step.Backward(this, observer);

    /// <inheritdoc/>
    public bool Equals(Tensor other) => ReferenceEquals(step, other.step) && Slot == other.Slot && generation == other.generation;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Tensor other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(step, Slot, generation);

    /// <inheritdoc/>
    public override string ToString() => step is null ? "Tensor(empty)" : TensorText.Format(this);
}
