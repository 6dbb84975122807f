namespace LVW.Native.VisualWords.Data.Matlab;

/// <summary>Characters; a text of one row is <see cref="Value"/>.</summary>
/// <param name="dimensions">Two or more lengths.</param>
/// <param name="value">The characters in MATLAB's order.</param>
internal sealed class MatText(int[] dimensions, string value) : MatArray(dimensions)
{
    public string Value => value;

    public override string Kind => "text";
}
