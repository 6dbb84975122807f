namespace LVW.Native.VisualWords.Planning;

/// <summary>Bytes that a rank needs.</summary>
/// <param name="ParameterBytes">Weights and buffers of both models.</param>
/// <param name="GradientBytes">Gradients of the stage that has most.</param>
/// <param name="MomentBytes">The optimiser's two moments of each weight that moves.</param>
/// <param name="ActivationBytes">What a step keeps for its backward pass, and room to work in.</param>
/// <param name="PictureCacheBytes">Decoded pictures in main memory.</param>
/// <param name="LoaderBytes">Batches that are made ahead, in main memory.</param>
/// <param name="BucketBytes">Gradients on their way to other ranks, in main memory.</param>
public sealed record MemoryPlan(long ParameterBytes, long GradientBytes, long MomentBytes, long ActivationBytes, long PictureCacheBytes, long LoaderBytes, long BucketBytes)
{
    /// <summary>Bytes on the device that computes.</summary>
    public long DeviceBytes => ParameterBytes + GradientBytes + MomentBytes + ActivationBytes;

    /// <summary>Bytes of main memory beside them.</summary>
    public long HostBytes => PictureCacheBytes + LoaderBytes + BucketBytes;
}
