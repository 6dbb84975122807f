using LVW.Native.Engine.Checkpoints;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Ops.Resampling;
using Xunit;

namespace LVW.Native.Engine.Tests.Ops.Resampling;

public sealed class ResamplingGoldenTests
{
    [Theory]
    [InlineData(28)]
    [InlineData(56)]
    [InlineData(224)]
    public void Maps_are_resampled_as_PyTorch_does(int size)
    {
        string path = Path.Combine(GoldenFolder(), "resample_masks.npz");
        Assert.SkipUnless(File.Exists(path), $"The golden tensors are not here: {path}.");
        IReadOnlyDictionary<string, NumPyArray> golden = NumPyFile.ReadArchive(path);
        float[] map = [.. golden["map"].Values.Select(v => (float)v)];
        using var device = new CpuDevice(threads: 1, poison: true);
        using Step step = device.BeginInference();
        Tensor x = step.Input(map, [1, 7, 7, 1]);
        AssertClose(golden[$"bilinear_half_{size}"], x.ResizeBilinear(size, size).ToArray());
        AssertClose(golden[$"bilinear_align_{size}"], x.ResizeBilinear(size, size, alignCorners: true).ToArray());
        AssertClose(golden[$"bilinear_half_{size}"], MapResampling.Bilinear(map, 7, 7, size, size));
        AssertClose(golden[$"bilinear_align_{size}"], MapResampling.Bilinear(map, 7, 7, size, size, alignCorners: true));
        AssertClose(golden[$"bicubic_half_a-0.75_{size}"], MapResampling.Bicubic(map, 7, 7, size, size));
    }

    // Three roundings to float32: of the map, of a weight and of the result.
    private static void AssertClose(NumPyArray expected, float[] actual)
    {
        Assert.Equal(expected.Values.Length, actual.Length);
        double scale = expected.Values.Max(Math.Abs);
        for (int i = 0; i < actual.Length; i++) Assert.Equal(expected.Values[i], actual[i], 4e-7 * scale);
    }

    private static string GoldenFolder()
    {
        if (Environment.GetEnvironmentVariable("LVW_GOLDEN") is { Length: > 0 } folder) return folder;
        DirectoryInfo? root = new(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "LVW.Native.sln"))) root = root.Parent;
        return Path.Combine(root?.Parent?.FullName ?? ".", "shared", "golden");
    }
}
