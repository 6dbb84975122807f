namespace LVW.Native.Engine.Layers;

/// <summary>Parts applied one after the other; keys are their positions or given names.</summary>
public sealed class Sequential : Module
{
    /// <summary>Parts named 0, 1, 2, …</summary>
    public Sequential(params IEnumerable<Module> modules)
        : this(modules.Select((module, index) => (index.ToString(System.Globalization.CultureInfo.InvariantCulture), module)))
    {
    }

    /// <summary>Parts with names of their own.</summary>
    public Sequential(IEnumerable<(string Name, Module Module)> modules)
    {
        foreach ((string name, Module module) in modules) Register(name, module);
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        for (int i = 0; i < Children.Count; i++)
        {
            if (Children[i].Module is Conv2d convolution && i + 1 < Children.Count && Children[i + 1].Module is BatchNorm2d norm)
            {
                x = convolution.ForwardNormalized(x, norm, relu: false);
                i++;
            }
            else
            {
                x = Children[i].Module.Forward(x);
            }
        }

        return x;
    }
}
