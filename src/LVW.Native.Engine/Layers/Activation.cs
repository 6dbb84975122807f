namespace LVW.Native.Engine.Layers;

/// <summary>A part without parameters: any function of a tensor, such as <c>x =&gt; x.ReLU()</c>.</summary>
/// <param name="function">The function.</param>
public sealed class Activation(Func<Tensor, Tensor> function) : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => function(x);
}
