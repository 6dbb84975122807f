namespace LVW.Native.Engine.Diagnostics;

/// <summary>A geometry that knows how much arithmetic its op takes.</summary>
public interface IOpCost
{
    /// <summary>Floating-point operations of one call, a multiply-add counted as two.</summary>
    long Flops { get; }
}
