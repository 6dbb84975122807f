namespace LVW.Native.VisualWords.Data.Matlab;

/// <summary>A struct array: each element has the same fields.</summary>
/// <param name="dimensions">Two or more lengths.</param>
/// <param name="fields">The fields' names.</param>
/// <param name="values">For each element its fields, one element after another.</param>
internal sealed class MatStructs(int[] dimensions, string[] fields, MatArray[] values) : MatArray(dimensions)
{
    public IReadOnlyList<string> Fields => fields;

    public override string Kind => "structs";

    /// <summary>A field of an element; null where there is no such field.</summary>
    public MatArray? this[int element, string field]
    {
        get
        {
            int index = Array.IndexOf(fields, field);
            return index < 0 ? null : values[(element * fields.Length) + index];
        }
    }
}
