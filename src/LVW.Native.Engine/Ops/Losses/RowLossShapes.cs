namespace LVW.Native.Engine.Ops.Losses;

/// <summary>The shape rule of losses that compare two [N, C] tensors row by row.</summary>
internal static class RowLossShapes
{
    /// <summary>Checks that logits are [N, C], not empty, and that the other tensor has their shape.</summary>
    /// <exception cref="ArgumentException">They do not.</exception>
    public static void Check(string op, Shape logits, string otherName, Shape other)
    {
        if (logits.Rank != 2 || logits.Count == 0)
        {
            throw new ArgumentException($"{op}: logits must be [N, C] with N and C at least 1 but have shape {logits}. Reshape them first.");
        }

        if (logits != other)
        {
            throw new ArgumentException($"{op}: logits have shape {logits} but {otherName} {other}. Both must be the same [N, C].");
        }
    }
}
