using System.Runtime.InteropServices;
using LVW.Native.Engine.Autograd;
using LVW.Native.Engine.Devices;

namespace LVW.Native.Engine.Memory;

/// <summary>
/// One forward (and backward) pass: the tape that records ops and the arena that owns every tensor they make. Disposing it returns
/// all memory to the device; from the second identical step on nothing is allocated.
/// </summary>
/// <remarks>A step belongs to one thread at a time. Get one from <see cref="Device.BeginStep"/> or <see cref="Device.BeginInference"/>.</remarks>
public sealed partial class Step : IDisposable
{
    private readonly Dictionary<Parameter, int> parameters = new(ReferenceEqualityComparer.Instance);
    private readonly List<Op> tape = [];
    private readonly Gradients gradients;
    private Slot[] slots = new Slot[64];
    private int slotCount;
    private int opCount;
    private bool open;
    private bool backwardDone;

    internal Step(Device device)
    {
        Device = device;
        gradients = new Gradients(this);
    }

    /// <summary>The device on which the step computes.</summary>
    public Device Device { get; }

    /// <summary>Whether ops are recorded for a backward pass.</summary>
    public bool IsRecording { get; private set; }

    internal int Generation { get; private set; }

    /// <summary>The ops recorded so far, in order.</summary>
    public ReadOnlySpan<Op> Ops => CollectionsMarshal.AsSpan(tape)[..opCount];

    /// <summary>Copies values to the device as a tensor of this step.</summary>
    /// <param name="values">Row-major, exactly as many as <paramref name="shape"/> has elements.</param>
    /// <param name="shape">The sizes of the dimensions.</param>
    /// <param name="requiresGradient">Whether <see cref="GradientOf"/> will be asked for this tensor.</param>
    public Tensor Input(ReadOnlySpan<float> values, Shape shape, bool requiresGradient = false)
    {
        CheckCount(values.Length, shape);
        Tensor tensor = Allocate(shape);
        ref Slot slot = ref slots[tensor.Slot];
        Device.CopyIn(values, slot.Storage!);
        slot.RequiresGradient = requiresGradient && IsRecording;
        slot.Kept = true;
        return tensor;
    }

    /// <summary>Copies integers (labels, rows) to the device as a tensor of this step.</summary>
    /// <param name="values">Row-major, exactly as many as <paramref name="shape"/> has elements.</param>
    /// <param name="shape">The sizes of the dimensions.</param>
    public IndexTensor InputIndices(ReadOnlySpan<int> values, Shape shape)
    {
        CheckCount(values.Length, shape);
        IndexTensor indices = AllocateIndices(shape);
        Device.CopyIn(MemoryMarshal.Cast<int, float>(values), indices.Storage);
        return indices;
    }

    /// <summary>A tensor with undefined values, for an op to fill.</summary>
    public Tensor Allocate(Shape shape)
    {
        int index = NewSlot();
        ref Slot slot = ref slots[index];
        slot.Storage = Device.Rent(shape.Count);
        slot.OwnsStorage = true;
        slot.Shape = shape;
        return new Tensor(this, index, Generation);
    }

    /// <summary>An integer tensor with undefined values, for an op to fill.</summary>
    public IndexTensor AllocateIndices(Shape shape)
    {
        Tensor bits = Allocate(shape);
        slots[bits.Slot].IsIndex = true;
        return new IndexTensor(bits);
    }

    /// <summary>
    /// Whether the backward pass cannot need a tensor: the step does not record, or has recorded no op since the tensor was made, as in layers
    /// that are frozen and come before those that are trained.
    /// </summary>
    public bool MayRelease(Tensor tensor) => !IsRecording || slots[Checked(tensor).Slot].Born == opCount;

    /// <summary>Gives a tensor's memory back before the step ends; the tensor cannot be read any more.</summary>
    /// <exception cref="InvalidOperationException">The backward pass may need the values: <see cref="MayRelease"/> is false.</exception>
    public void Release(Tensor tensor)
    {
        if (!MayRelease(tensor))
        {
            throw new InvalidOperationException(
                $"Release: an op has been recorded since the tensor {tensor.Shape} was made, and the backward pass may need its values. Use device.BeginInference().");
        }

        ReleaseSlot(ref slots[Checked(tensor).Slot]);
    }

    /// <summary>A tensor that shows the values of <paramref name="source"/> under another shape, without a copy.</summary>
    public Tensor View(Tensor source, Shape shape)
    {
        Storage storage = source.Storage;
        int index = NewSlot();
        ref Slot slot = ref slots[index];
        slot.Storage = storage;
        slot.Shape = shape;
        slot.Root = slots[source.Slot].Root;
        return new Tensor(this, index, Generation);
    }

    /// <summary>A parameter as a tensor of this step; asked twice, the same tensor.</summary>
    public Tensor Use(Parameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        CheckOpen();
        if (!ReferenceEquals(parameter.Device, Device))
        {
            throw new InvalidOperationException(
                $"Step: the parameter {parameter.Shape} lives on {parameter.Device.Name} but the step computes on {Device.Name}. Create the model on the step's device.");
        }

        if (!parameters.TryGetValue(parameter, out int index))
        {
            index = NewSlot();
            ref Slot slot = ref slots[index];
            slot.Storage = parameter.Value;
            slot.Shape = parameter.Shape;
            slot.Parameter = parameter;
            slot.RequiresGradient = parameter.RequiresGradient && IsRecording;
            slot.Kept = true;
            parameters.Add(parameter, index);
        }

        return new Tensor(this, index, Generation);
    }

    /// <summary>Whether an op on these inputs must be recorded.</summary>
    public bool Records(params ReadOnlySpan<Tensor> inputs)
    {
        if (!IsRecording) return false;
        foreach (Tensor input in inputs)
        {
            if (!input.IsEmpty && slots[input.Slot].RequiresGradient) return true;
        }

        return false;
    }

    /// <summary>Puts an op on the tape as the producer of <paramref name="output"/>; the object is reused by the next identical step.</summary>
    public TOp Record<TOp>(Tensor output)
        where TOp : Op, new()
    {
        TOp op;
        if (opCount < tape.Count)
        {
            op = tape[opCount] as TOp ?? new TOp();
            tape[opCount] = op;
        }
        else
        {
            op = new TOp();
            tape.Add(op);
        }

        op.Output = output;
        ref Slot slot = ref slots[output.Slot];
        slot.RequiresGradient = true;
        slot.Producer = opCount;
        opCount++;
        return op;
    }

    /// <summary>The gradient that <see cref="Backward"/> computed for a tracked input or a kept tensor, as a new array.</summary>
    /// <exception cref="InvalidOperationException">The loss does not depend on the tensor, or it is not tracked.</exception>
    public float[] GradientOf(Tensor tensor)
    {
        Storage gradient = slots[Checked(tensor).Slot].Gradient ?? throw new InvalidOperationException(
            $"GradientOf: no gradient reached the tensor {tensor.Shape}. Create it with requiresGradient: true, or Keep() it before Backward.");
        float[] values = new float[tensor.Shape.Count];
        Device.CopyOut(gradient, values);
        return values;
    }

    /// <summary>Ends the step: every tensor of it becomes invalid and its memory goes back to the device.</summary>
    public void Dispose()
    {
        if (!open) return;
        open = false;
        for (int i = 0; i < slotCount; i++) ReleaseSlot(ref slots[i]);
        Array.Clear(slots, 0, slotCount);
        slotCount = 0;
        parameters.Clear();
        foreach (Op op in Ops) op.Release();
        opCount = 0;
        Generation++;
        Device.Recycle(this);
    }

    internal void Open(bool recording)
    {
        open = true;
        backwardDone = false;
        IsRecording = recording;
    }

    /// <summary>The parameter that a tensor shows, in a step that records nothing; else null: what is derived from weights that move is not worth keeping.</summary>
    internal KeptBlock? KeptFor(Tensor tensor) => IsRecording ? null : slots[Checked(tensor).Slot].Parameter?.Kept;

    /// <summary>The op on the tape that made a tensor, or null.</summary>
    internal Op? ProducerOf(Tensor tensor) => slots[Checked(tensor).Slot].Producer is var place and >= 0 ? tape[place] : null;

    /// <summary>The parameter that a tensor is, or null.</summary>
    internal Parameter? ParameterOf(Tensor tensor) => slots[Checked(tensor).Slot].Parameter;

    internal Shape ShapeOf(int slot) => slots[slot].Shape;

    internal bool RequiresGradient(int slot) => slots[slot].RequiresGradient;

    internal Storage StorageOf(int slot) => slots[slot].Storage ?? throw new InvalidOperationException(
        $"Tensor {slots[slot].Shape}: the backward pass has released its values. Call Keep() on it before Backward.");

    internal void Keep(int slot)
    {
        slots[slot].Kept = true;
        slots[slots[slot].Root].Kept = true;
    }

    private static void CheckCount(int given, Shape shape)
    {
        if (given != shape.Count)
        {
            throw new ArgumentException($"Input: {given} values were given but the shape {shape} has {shape.Count} elements.");
        }
    }

    private Tensor Checked(Tensor tensor) => ReferenceEquals(tensor.Step, this)
        ? tensor
        : throw new InvalidOperationException($"Step: the tensor {tensor.Shape} belongs to another step.");

    private void CheckOpen()
    {
        if (!open) throw new InvalidOperationException("Step: it has been disposed. Begin a new one with device.BeginStep().");
    }

    private int NewSlot()
    {
        CheckOpen();
        if (slotCount == slots.Length) Array.Resize(ref slots, slots.Length * 2);
        slots[slotCount] = new Slot { Producer = -1, Root = slotCount, Born = opCount };
        return slotCount++;
    }

    private void ReleaseSlot(ref Slot slot)
    {
        if (slot.OwnsStorage && slot.Storage is not null) Device.Return(slot.Storage);
        slot.Storage = null;
        ReleaseGradient(ref slot);
    }

    private void ReleaseGradient(ref Slot slot)
    {
        if (slot.Gradient is not null && slot.Parameter is null) Device.Return(slot.Gradient);
        slot.Gradient = null;
    }

    private struct Slot
    {
        public Storage? Storage;
        public Storage? Gradient;
        public Parameter? Parameter;
        public Shape Shape;
        public int Producer;

        // How many ops had been recorded when the tensor was made.
        public int Born;

        // The slot that owns the block: itself, or for a view the tensor it shows.
        public int Root;
        public bool OwnsStorage;
        public bool IsIndex;
        public bool RequiresGradient;
        public bool Kept;
    }
}
