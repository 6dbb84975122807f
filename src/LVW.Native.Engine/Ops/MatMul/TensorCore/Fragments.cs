namespace LVW.Native.Engine.Ops.MatMul.TensorCore;

/// <summary>Four offsets into an operand's tile at which a lane reads; what they stand for is the layout's.</summary>
internal struct Fragments
{
    public uint First;
    public uint Second;
    public uint Third;
    public uint Fourth;
}
