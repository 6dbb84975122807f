using LVW.Native.Engine.Autograd;
using LVW.Native.Engine.Distributed;

namespace LVW.Native.Engine.Memory;

/// <content>The backward pass: who holds which gradient, and when a block is free again.</content>
public sealed partial class Step
{
    private static readonly float[] One = [1f];

    private readonly List<int> unfinished = [];

    /// <summary>Runs the tape backwards from a scalar loss.</summary>
    /// <remarks>As soon as an op's backward has run, its output's values and gradient return to the pool, unless kept.</remarks>
    internal void Backward(Tensor loss, IGradientObserver? observer)
    {
        Checked(loss);
        CheckOpen();
        if (loss.Shape.Count != 1)
        {
            throw new InvalidOperationException($"Backward: the loss must be a single number but has shape {loss.Shape}. Reduce it with Mean() or Sum().");
        }

        if (!loss.RequiresGradient)
        {
            throw new InvalidOperationException(
                IsRecording
                    ? "Backward: the loss does not depend on any parameter or input that requires a gradient."
                    : "Backward: this is an inference step. Use device.BeginStep().");
        }

        if (backwardDone) throw new InvalidOperationException("Backward: it has already run in this step; the recorded values are gone. Sum the losses and call it once.");
        backwardDone = true;
        foreach (Parameter parameter in parameters.Keys) parameter.HasGradient = false;
        slots[loss.Slot].Kept = true;
        if (observer is not null) ListUnfinished();
        Device.CopyIn(One, GradientFor(loss.Slot, out _));
        for (int i = opCount - 1; i >= 0; i--)
        {
            Op op = tape[i];
            int output = op.Output.Slot;
            if (slots[output].Gradient is not null) op.Backward(gradients);
            ref Slot slot = ref slots[output];
            if (!slot.Kept) ReleaseSlot(ref slot);
            op.Release();
            if (observer is not null) TellCompleted(i, observer);
        }
    }

    internal bool Wants(Tensor input) => !input.IsEmpty && slots[input.Slot].RequiresGradient;

    internal Storage GradientOfOutput(Tensor output) => slots[output.Slot].Gradient!;

    internal bool MayOverwrite(Tensor output) => !slots[output.Slot].Kept;

    /// <summary>The block that an op writes an input's gradient to; the first writer overwrites, later ones add.</summary>
    internal Storage GradientFor(int index, out bool accumulate)
    {
        ref Slot slot = ref slots[index];
        accumulate = slot.Gradient is not null;
        if (slot.Gradient is null)
        {
            slot.Gradient = slot.Parameter?.GradientBlock() ?? Device.Rent(slot.Shape.Count);
            if (slot.Parameter is not null) slot.Parameter.HasGradient = true;
        }

        return slot.Gradient;
    }

    /// <summary>Hands the output's gradient block over when the input has none yet; false when the caller must add instead.</summary>
    internal bool TryPass(Tensor output, Tensor input)
    {
        ref Slot from = ref slots[output.Slot];
        ref Slot to = ref slots[input.Slot];
        if (to.Gradient is not null || to.Parameter is not null || from.Kept) return false;
        to.Gradient = from.Gradient;
        from.Gradient = null;
        return true;
    }

    // A parameter came into the step before the first op that uses it was recorded: when the tape has run back to there, nothing adds to its gradient any more.
    private void ListUnfinished()
    {
        unfinished.Clear();
        for (int i = 0; i < slotCount; i++)
        {
            if (slots[i].Parameter is not null && slots[i].RequiresGradient) unfinished.Add(i);
        }
    }

    // Slots are numbered as they are made, so the list is ordered by birth: the latest stand last.
    private void TellCompleted(int op, IGradientObserver observer)
    {
        while (unfinished.Count > 0 && slots[unfinished[^1]].Born >= op)
        {
            Parameter parameter = slots[unfinished[^1]].Parameter!;
            unfinished.RemoveAt(unfinished.Count - 1);
            if (parameter.HasGradient) observer.Completed(parameter);
        }
    }
}
