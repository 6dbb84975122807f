using LVW.Native.Engine;
using LVW.Native.Engine.Layers;
using LVW.Native.VisualWords.Backbones;

namespace LVW.Native.VisualWords.Words;

/// <summary>A backbone and a word head: pictures to logits.</summary>
public sealed class WordModel : Module
{
    /// <summary>Joins the two.</summary>
    public WordModel(Backbone backbone, WordHead head)
    {
        Backbone = Register("backbone", backbone);
        Head = Register("head", head);
    }

    /// <summary>The convolutional network.</summary>
    public Backbone Backbone { get; }

    /// <summary>Add-on layers, words, last layer.</summary>
    public WordHead Head { get; }

    /// <summary>Everything that the words find in pictures [N, S, S, 3].</summary>
    /// <param name="pictures">[N, S, S, 3].</param>
    /// <param name="maps">Whether every distance is wanted, or the smallest alone.</param>
    public WordOutput Read(Tensor pictures, bool maps = true) => Head.Read(Head.Embed(Backbone.Forward(pictures)), maps);

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => Read(x, maps: false).Logits;
}
