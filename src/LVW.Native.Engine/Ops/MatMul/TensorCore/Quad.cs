namespace LVW.Native.Engine.Ops.MatMul.TensorCore;

/// <summary>Four floats that are read and written as 16 bytes.</summary>
internal struct Quad
{
    public float X;
    public float Y;
    public float Z;
    public float W;
}
