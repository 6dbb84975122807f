namespace LVW.Native.Engine;

/// <summary>Every op as an extension method of <see cref="Tensor"/>; each is declared in its own op's file.</summary>
public static partial class TensorOps
{
}
