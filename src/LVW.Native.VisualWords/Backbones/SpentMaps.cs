using LVW.Native.Engine;

namespace LVW.Native.VisualWords.Backbones;

/// <summary>Maps are large: where the backward pass will not ask for them, each goes back as soon as the next one stands.</summary>
internal static class SpentMaps
{
    /// <summary>Gives <paramref name="spent"/> back and returns <paramref name="next"/>.</summary>
    /// <param name="next">What was computed of it.</param>
    /// <param name="spent">What nobody reads any more; kept if it is the block's input, which belongs to the caller.</param>
    /// <param name="input">The block's input.</param>
    public static Tensor After(this Tensor next, Tensor spent, Tensor input)
    {
        if (spent != input && spent != next && input.Step.MayRelease(spent)) input.Step.Release(spent);
        return next;
    }
}
