using LVW.Native.Engine.Autograd;

namespace LVW.Native.Engine.Memory;

/// <content>Finding where a value that is not a number came from.</content>
public sealed partial class Step
{
    /// <summary>The first recorded op whose output holds a NaN or an infinity, with its shape; null when there is none. Call it before the backward pass.</summary>
    public string? FirstNonFinite()
    {
        foreach (Op op in Ops)
        {
            Slot slot = slots[op.Output.Slot];
            if (slot.Storage is null) continue;
            float[] values = new float[slot.Shape.Count];
            Device.CopyOut(slot.Storage, values);
            if (values.Any(value => !float.IsFinite(value))) return $"{op.Name} (output {slot.Shape}, op {Position(op)} of {opCount})";
        }

        return null;
    }

    private int Position(Op op) => tape.IndexOf(op) + 1;
}
