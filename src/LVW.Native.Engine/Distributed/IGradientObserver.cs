namespace LVW.Native.Engine.Distributed;

/// <summary>Hears of each parameter's gradient as soon as the backward pass cannot change it any more.</summary>
public interface IGradientObserver
{
    /// <summary>A gradient is complete. Identical steps tell the same parameters in the same order, in every process.</summary>
    void Completed(Parameter parameter);
}
