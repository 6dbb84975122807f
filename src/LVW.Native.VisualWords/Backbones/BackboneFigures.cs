using LVW.Native.Engine;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;

namespace LVW.Native.VisualWords.Backbones;

/// <summary>What a backbone is made of, costs and sees, found by following the shapes through it; nothing is computed.</summary>
/// <param name="Name">The name in settings.</param>
/// <param name="InputSide">Side of the input in pixels, for which the others hold.</param>
/// <param name="Parameters">Numbers that training moves.</param>
/// <param name="MultiplyAdds">Multiply-adds of the convolutions for one picture; torchvision's tables count them so and call them FLOPS.</param>
/// <param name="Height">Rows of the feature map.</param>
/// <param name="Width">Columns of the feature map.</param>
/// <param name="Channels">Channels of the feature map.</param>
/// <param name="Stride">Input pixels between two places of the feature map.</param>
/// <param name="ReceptiveField">Side of the part of the input that a feature can see, in pixels.</param>
public sealed record BackboneFigures(
    string Name, int InputSide, long Parameters, long MultiplyAdds, int Height, int Width, int Channels, int Stride, int ReceptiveField)
{
    /// <summary>The largest side that is followed, in pixels.</summary>
    public const int LargestSide = 4096;

    /// <summary>The figures of a backbone.</summary>
    /// <param name="backbones">Where it is found.</param>
    /// <param name="name">Its name.</param>
    /// <param name="side">Side of the input in pixels, up to 4096; null for the one that it is made for.</param>
    /// <exception cref="Training.Settings.SettingsException">There is no backbone of that name.</exception>
    /// <exception cref="ArgumentException">The input is too small for the network, or larger than 4096 pixels.</exception>
    public static BackboneFigures Of(BackboneCatalogue backbones, string name, int? side = null)
    {
        ArgumentNullException.ThrowIfNull(backbones);
        int pixels = side ?? backbones.InputSide(name);
        if (pixels is < 1 or > LargestSide)
        {
            throw new ArgumentOutOfRangeException(nameof(side), pixels, $"BackboneFigures: an input of {pixels} pixels was asked for. Choose 1 to {LargestSide}.");
        }

        using var device = new ShapeDevice();
        Backbone backbone = backbones.Create(name, device, seed: 0);
        backbone.Train(false);
        ReceptiveField field = backbone.ReceptiveField(pixels);
        using Step step = device.BeginInference();
        Shape map = backbone.Forward(step.Allocate([1, pixels, pixels, 3])).Shape;
        long parameters = backbone.Parameters().Sum(entry => (long)entry.Parameter.Shape.Count);
        return new BackboneFigures(name, pixels, parameters, device.Flops / 2, map[1], map[2], map[3], field.Jump, field.Size);
    }
}
