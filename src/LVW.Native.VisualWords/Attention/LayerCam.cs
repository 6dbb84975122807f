namespace LVW.Native.VisualWords.Attention;

/// <summary>
/// LayerCAM (Jiang et al. 2021): Σ_c max(0, ∂y/∂A_c)·A_c place by place: what speaks against the class is left out before the sum, not after it.
/// </summary>
public sealed class LayerCam : IAttentionMethod
{
    /// <inheritdoc/>
    public string Name => AttentionMethods.LayerCam;

    /// <inheritdoc/>
    public AttentionMaps Compute(AttentionSubject subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        return FeatureGradients.Scaled(subject, HiResCam.Products(subject, FeatureGradients.Of(subject), least: 0));
    }
}
