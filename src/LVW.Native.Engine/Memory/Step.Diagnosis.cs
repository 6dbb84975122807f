namespace LVW.Native.Engine.Memory;

/// <content>Finding where a value that is not a number came from.</content>
public sealed partial class Step
{
    /// <summary>
    /// Names the first tensor of the step that holds a NaN or an infinity: the op that produced it, or the parameter or input that brought
    /// it in; null when there is none. Call it before the backward pass.
    /// </summary>
    public string? FirstNonFinite()
    {
        for (int i = 0; i < slotCount; i++)
        {
            Slot slot = slots[i];
            if (slot.Storage is null || slot.IsIndex) continue;
            float[] values = new float[slot.Shape.Count];
            Device.CopyOut(slot.Storage, values);
            if (values.All(float.IsFinite)) continue;
            if (slot.Producer >= 0) return $"the op {tape[slot.Producer].Name} (output {slot.Shape}, op {slot.Producer + 1} of {opCount})";
            return slot.Parameter is not null ? $"a parameter {slot.Shape}" : $"an input or the output of a frozen layer {slot.Shape}";
        }

        return null;
    }
}
