using LVW.Native.Imaging.Tests.Bmp;
using LVW.Native.Imaging.Tests.Jpeg;
using LVW.Native.Imaging.Tests.Png;

namespace LVW.Native.Imaging.Tests.Pillow;

/// <summary>Files that Pillow reads but does not write.</summary>
internal static class BuiltFiles
{
    private static readonly (int Width, int Height)[] Sizes = [(1, 1), (7, 5), (33, 18), (70, 41)];

    private static readonly (int H, int V)[][] Samplings =
    [
        [(1, 1)],
        [(2, 2)],
        [(1, 1), (1, 1), (1, 1)],
        [(2, 1), (1, 1), (1, 1)],
        [(1, 2), (1, 1), (1, 1)],
        [(2, 2), (1, 1), (1, 1)],
        [(4, 1), (1, 1), (1, 1)],
        [(1, 4), (1, 1), (1, 1)],
        [(4, 2), (1, 1), (1, 1)],
        [(2, 2), (2, 1), (1, 2)],
        [(2, 1), (1, 1), (2, 1)],
        [(1, 1), (2, 2), (2, 2)],
        [(1, 1), (1, 1), (1, 1), (1, 1)],
        [(2, 2), (1, 1), (1, 1), (2, 2)],
        [(2, 1), (1, 1), (1, 1), (2, 1)],
    ];

    public static void Write(string folder)
    {
        var random = new Random(5);
        foreach ((int width, int height) in Sizes)
        {
            foreach ((int type, int depth) in PngBuilder.Kinds)
            {
                foreach (bool interlaced in new[] { false, true })
                {
                    byte[] png = PngBuilder.Random(random, width, height, type, depth, interlaced, idatChunks: 3);
                    File.WriteAllBytes(Path.Combine(folder, $"type{type}_depth{depth}_{(interlaced ? "adam7" : "plain")}_{width}x{height}.png"), png);
                }
            }

            WriteBmps(folder, random, width, height);
            for (int i = 0; i < Samplings.Length; i++) WriteJpegs(folder, random, width, height, i);
        }
    }

    private static void WriteBmps(string folder, Random random, int width, int height)
    {
        void Save(string name, byte[] file) => File.WriteAllBytes(Path.Combine(folder, $"{name}_{width}x{height}.bmp"), file);
        foreach (int bits in new[] { 1, 4, 8, 16, 24, 32 })
        {
            Save($"up{bits}", BmpBuilder.Random(random, width, height, bits));
            Save($"down{bits}", BmpBuilder.Random(random, width, height, bits, topDown: true));
        }

        Save("fields565", BmpBuilder.Random(random, width, height, 16, masks: [0xF800, 0x7E0, 0x1F]));
        Save("fields555", BmpBuilder.Random(random, width, height, 16, masks: [0x7C00, 0x3E0, 0x1F]));
        Save("fields8880", BmpBuilder.Random(random, width, height, 32, masks: [0xFF000000, 0xFF0000, 0xFF00]));
    }

    private static void WriteJpegs(string folder, Random random, int width, int height, int sampling)
    {
        (int H, int V)[] components = Samplings[sampling];
        void Save(string name, JpegBuilder builder) => File.WriteAllBytes(Path.Combine(folder, $"sampling{sampling}_{name}_{width}x{height}.jpg"), builder.Build(random));
        Save("plain", new() { Width = width, Height = height, Sampling = components, Frame = 0xC1, WideQuantization = true });
        Save("restart", new() { Width = width, Height = height, Sampling = components, RestartInterval = 2 });
        if (components.Length > 1) Save("separate", new() { Width = width, Height = height, Sampling = components, SeparateScans = true, RestartInterval = 3 });
        for (byte transform = 0; transform <= 2; transform++)
        {
            if (components.Length > 1) Save($"adobe{transform}", new() { Width = width, Height = height, Sampling = components, AdobeTransform = transform });
        }
    }
}
