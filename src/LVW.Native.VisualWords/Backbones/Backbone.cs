using LVW.Native.Engine;
using LVW.Native.Engine.Layers;

namespace LVW.Native.VisualWords.Backbones;

/// <summary>A convolutional network without pooling and classifier: [N, S, S, 3] to features [N, h, w, C], in stages.</summary>
/// <param name="name">The name in settings, torchvision's where it has one.</param>
/// <param name="featureChannels">C, channels of the features.</param>
/// <param name="geometry">The layers that decide what part of the picture a feature sees, in order.</param>
public abstract class Backbone(string name, int featureChannels, IReadOnlyList<WindowLayer> geometry) : Module
{
    /// <summary>The name in settings.</summary>
    public string Name => name;

    /// <summary>C, channels of the features.</summary>
    public int FeatureChannels => featureChannels;

    /// <summary>The parts that are applied one after the other.</summary>
    public abstract IReadOnlyList<Module> Stages { get; }

    /// <summary>Stages that stay as they are when pretrained weights are fine-tuned, unless the settings say otherwise.</summary>
    public virtual int PretrainedStages => 0;

    /// <summary>Key of the classifier in files of whole networks; null where that is no single linear layer behind the average over all places.</summary>
    public virtual string? ClassifierKey => null;

    /// <summary>The key that a tensor of a file has here, for families whose files also come with older names.</summary>
    /// <param name="key">The key in the file.</param>
    public virtual string CurrentKey(string key) => key;

    /// <summary>What part of the picture a feature sees, for a square input.</summary>
    /// <param name="side">Side of the input in pixels.</param>
    public ReceptiveField ReceptiveField(int side) => Backbones.ReceptiveField.Of(side, geometry);

    /// <summary>Features for pictures, [N, S, S, 3] to [N, h, w, C].</summary>
    public override Tensor Forward(Tensor x) => Forward(x, 0, Stages.Count);

    /// <summary>The stages from <paramref name="first"/> to before <paramref name="end"/>.</summary>
    public Tensor Forward(Tensor x, int first, int end)
    {
        for (int i = first; i < end; i++)
        {
            Tensor y = Stages[i].Forward(x);
            if (i > first && y != x && x.Step.MayRelease(x)) x.Step.Release(x);
            x = y;
        }

        return x;
    }

    /// <summary>Freezes the first stages, in evaluation mode, and trains the others; with all frozen, nothing is trained.</summary>
    /// <param name="frozenStages">Stages to freeze, from the front.</param>
    public void Freeze(int frozenStages)
    {
        for (int i = 0; i < Stages.Count; i++)
        {
            bool trained = i >= frozenStages;
            Stages[i].Train(trained);
            Stages[i].SetRequiresGradient(trained);
        }
    }
}
