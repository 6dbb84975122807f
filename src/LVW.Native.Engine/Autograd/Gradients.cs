using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Ops.Elementwise;

namespace LVW.Native.Engine.Autograd;

/// <summary>What an op sees during the backward pass: the gradient of its output, and where the gradients of its inputs go.</summary>
public sealed class Gradients
{
    private readonly Step step;

    internal Gradients(Step step) => this.step = step;

    /// <summary>The step that runs backwards.</summary>
    public Step Step => step;

    /// <summary>Whether an input needs its gradient; false for optional inputs that were not given.</summary>
    public bool Wants(Tensor input) => step.Wants(input);

    /// <summary>The gradient of an op's output, complete when the op's backward runs.</summary>
    public Storage Of(Tensor output) => step.GradientOfOutput(output);

    /// <summary>Whether an op may write over the gradient of its output, which nobody reads afterwards unless it is kept.</summary>
    public bool MayOverwrite(Tensor output) => step.MayOverwrite(output);

    /// <summary>The block for an input's gradient. When <paramref name="accumulate"/> is false its content is undefined and must be overwritten; when true, added to.</summary>
    public Storage For(Tensor input, out bool accumulate) => step.GradientFor(input.Slot, out accumulate);

    /// <summary>For an op that passes its gradient on unchanged: dx = dy, handing the block over where that saves the copy.</summary>
    /// <param name="output">The op's output; its gradient is used up.</param>
    /// <param name="input">The input, with as many elements.</param>
    public void PassOn(Tensor output, Tensor input)
    {
        if (step.TryPass(output, input)) return;
        CopyTo(output, input);
    }

    /// <summary>
    /// Hands the block of the output's gradient over as that of <paramref name="input"/>, for an op that writes the one in place of the
    /// other; false, and nothing happens, when the input has a gradient already or the output's must stay.
    /// </summary>
    public bool TryPassOn(Tensor output, Tensor input) => step.TryPass(output, input);

    /// <summary>Like <see cref="PassOn"/>, but leaves the output's gradient in place for a further input.</summary>
    public void CopyTo(Tensor output, Tensor input)
    {
        Storage target = For(input, out bool accumulate);
        Accumulation.Run(step.Device, Of(output), target, accumulate);
    }
}
