using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Randomness;
using LVW.Native.VisualWords.Training.Settings;

namespace LVW.Native.VisualWords.Backbones;

/// <summary>An immutable, ordered set of backbones that can be asked for by name; each family lists its own.</summary>
public sealed class BackboneCatalogue
{
    private readonly BackboneVariant[] variants;

    private BackboneCatalogue(BackboneVariant[] variants)
    {
        this.variants = variants;
        Names = [.. variants.Select(variant => variant.Name)];
    }

    /// <summary>The backbones of this library.</summary>
    public static BackboneCatalogue Default { get; } = new([.. SqueezeNet.Variants, .. ResNet.Variants, .. Vgg.Variants, .. DenseNet.Variants]);

    /// <summary>All names.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>A set with one more backbone, which takes the place of one of the same name.</summary>
    /// <param name="variant">The backbone to add.</param>
    /// <exception cref="ArgumentException">It has no name, no way to create it, or an input without pixels.</exception>
    public BackboneCatalogue With(BackboneVariant variant)
    {
        ArgumentNullException.ThrowIfNull(variant);
        if (string.IsNullOrWhiteSpace(variant.Name)) throw new ArgumentException("Backbone: it has no name, so settings cannot ask for it. Give it one.", nameof(variant));
        if (variant.Create is null) throw new ArgumentException($"Backbone: {variant.Name} has nothing that creates it. Give a function.", nameof(variant));
        if (variant.InputSide < 1) throw new ArgumentException($"Backbone: {variant.Name} has an input of {variant.InputSide} pixels. Give the side it is made for.", nameof(variant));
        return new([.. variants.Where(other => other.Name != variant.Name), variant]);
    }

    /// <summary>Creates a backbone with random weights.</summary>
    /// <exception cref="SettingsException">There is no backbone of that name.</exception>
    public Backbone Create(string name, Device device, ulong seed) => Find(name).Create(device, new Philox(seed, stream: 1));

    /// <summary>Side of the input that a backbone is made for, in pixels.</summary>
    /// <exception cref="SettingsException">There is no backbone of that name.</exception>
    public int InputSide(string name) => Find(name).InputSide;

    private BackboneVariant Find(string name) => variants.FirstOrDefault(variant => variant.Name == name)
        ?? throw new SettingsException($"backbone: there is no '{name}'. Choose one of {string.Join(", ", Names)}.");
}
