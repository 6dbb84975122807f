using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Onnx;

namespace LVW.Native.Engine.Autograd;

/// <summary>
/// A recorded op: it remembers what its gradient needs. Derive, keep inputs in fields, fill them after <see cref="Step.Record{TOp}"/>.
/// </summary>
public abstract class Op
{
    /// <summary>The op's name in errors, timings and traces.</summary>
    public virtual string Name => GetType().Name is var name && name.EndsWith("Op", StringComparison.Ordinal) ? name[..^2] : GetType().Name;

    /// <summary>The tensor that the op produced.</summary>
    public Tensor Output { get; internal set; }

    /// <summary>Writes the gradients of the inputs, given the gradient of <see cref="Output"/>.</summary>
    /// <param name="gradients">Where gradients are read and written.</param>
    protected internal abstract void Backward(Gradients gradients);

    /// <summary>Puts the op into a graph of ONNX; override it so that models that use the op can be exported.</summary>
    /// <param name="graph">The graph; it gives the op's inputs in the order of dimensions asked for.</param>
    /// <returns>The value that is <see cref="Output"/>.</returns>
    /// <exception cref="OnnxException">The op, or the way it was called, cannot be exported.</exception>
    protected internal virtual OnnxValue Export(OnnxGraph graph) => throw OnnxException.NoExport(this);

    /// <summary>Forgets what was saved; called when the op's backward has run or its step ends. Override to return scratch blocks.</summary>
    protected internal virtual void Release()
    {
    }
}
