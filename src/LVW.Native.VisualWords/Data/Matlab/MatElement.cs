namespace LVW.Native.VisualWords.Data.Matlab;

/// <summary>An element: a type and bytes.</summary>
internal readonly record struct MatElement(MatType Type, ReadOnlyMemory<byte> Data);
