using LVW.Native.Engine;
using LVW.Native.Engine.Layers;

namespace LVW.Native.VisualWords.Backbones;

/// <summary>Blocks applied one after the other, none of which returns a view of its input.</summary>
internal sealed class Chain : Module
{
    /// <summary>Blocks with their names.</summary>
    public Chain(IEnumerable<(string Name, Module Block)> blocks)
    {
        foreach ((string name, Module block) in blocks) Register(name, block);
    }

    public override Tensor Forward(Tensor x)
    {
        Tensor y = x;
        for (int i = 0; i < Children.Count; i++) y = Children[i].Module.Forward(y).After(y, x);
        return y;
    }
}
