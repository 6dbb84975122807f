namespace LVW.Native.VisualWords.Backbones;

/// <summary>A ResNet as its paper's tables describe it.</summary>
/// <param name="Name">The name in settings.</param>
/// <param name="Blocks">Blocks in each layer; all layers but the first begin with stride 2.</param>
/// <param name="Widths">Channels of each layer's 3×3 convolutions; the stem has those of the first.</param>
internal sealed record ResNetPlan(string Name, IReadOnlyList<int> Blocks, IReadOnlyList<int> Widths)
{
    /// <summary>Side of the input, in pixels.</summary>
    public int InputSide { get; init; } = 224;

    /// <summary>Side of the first filter.</summary>
    public int StemKernel { get; init; } = 7;

    /// <summary>Stride of the first convolution.</summary>
    public int StemStride { get; init; } = 2;

    /// <summary>Whether a 3×3 max-pooling of stride 2 follows.</summary>
    public bool StemPooling { get; init; } = true;

    /// <summary>Whether blocks narrow, convolve and widen instead of convolving twice.</summary>
    public bool Bottlenecks { get; init; }

    /// <summary>Whether a shortcut that must change size takes every second pixel and adds channels of zeros (option A) instead of convolving (option B).</summary>
    public bool PaddedShortcuts { get; init; }

    /// <summary>Key of the classifier in files of whole networks.</summary>
    public string ClassifierKey { get; init; } = "fc";

    /// <summary>Channels of a layer's output.</summary>
    public int Channels(int layer) => Bottlenecks ? Bottleneck.Expansion * Widths[layer] : Widths[layer];

    /// <summary>Stride of a block.</summary>
    public static int Stride(int layer, int block) => block == 0 && layer > 0 ? 2 : 1;

    /// <summary>Table 1 of the paper: basic blocks, widths 64 to 512.</summary>
    public static ResNetPlan ImageNet(string name, params IReadOnlyList<int> blocks) => new(name, blocks, [64, 128, 256, 512]);

    /// <summary>Table 1 of the paper: bottlenecks, 256 to 2,048 channels.</summary>
    public static ResNetPlan Deep(string name, params IReadOnlyList<int> blocks) => ImageNet(name, blocks) with { Bottlenecks = true };

    /// <summary>Section 4.2 of the paper, for CIFAR's pictures: 6n + 2 layers, a 3×3 stem without pooling, widths 16 to 64, no parameters in shortcuts.</summary>
    public static ResNetPlan Cifar(string name, int n) => new(name, [n, n, n], [16, 32, 64])
    {
        InputSide = 32,
        StemKernel = 3,
        StemStride = 1,
        StemPooling = false,
        PaddedShortcuts = true,
        ClassifierKey = "linear",
    };
}
