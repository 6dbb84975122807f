using LVW.Native.Engine;
using LVW.Native.Engine.Layers;

namespace LVW.Native.VisualWords.Backbones;

/// <summary>A convolutional network without pooling and classifier: [N, S, S, 3] to features [N, h, w, C].</summary>
/// <param name="name">The name in settings, torchvision's where it has one.</param>
/// <param name="featureChannels">C, channels of the features.</param>
/// <param name="geometry">The layers that decide what part of the picture a feature sees, in order.</param>
public abstract class Backbone(string name, int featureChannels, IReadOnlyList<WindowLayer> geometry) : Module
{
    /// <summary>The name in settings.</summary>
    public string Name => name;

    /// <summary>C, channels of the features.</summary>
    public int FeatureChannels => featureChannels;

    /// <summary>What part of the picture a feature sees, for a square input.</summary>
    /// <param name="side">Side of the input in pixels.</param>
    public ReceptiveField ReceptiveField(int side) => Backbones.ReceptiveField.Of(side, geometry);

    /// <summary>Features for pictures, [N, S, S, 3] to [N, h, w, C].</summary>
    public abstract override Tensor Forward(Tensor x);
}
