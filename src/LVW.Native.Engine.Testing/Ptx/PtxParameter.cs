namespace LVW.Native.Engine.Testing.Ptx;

/// <summary>A parameter of a kernel's entry.</summary>
/// <param name="Name">The name in the PTX text.</param>
/// <param name="Offset">The first byte within the launch's parameter bytes.</param>
/// <param name="Size">Bytes.</param>
public readonly record struct PtxParameter(string Name, int Offset, int Size);
