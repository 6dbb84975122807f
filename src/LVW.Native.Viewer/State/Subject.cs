using LVW.Native.Imaging;

namespace LVW.Native.Viewer.State;

/// <summary>A picture whose decision can be shown.</summary>
/// <param name="Path">Its place in addresses: test/12, train/3 or yours/5f0c.</param>
/// <param name="Name">What people know it by.</param>
/// <param name="TrueClass">Its class, or null where it is unknown.</param>
/// <param name="Load">Decodes it.</param>
internal sealed record Subject(string Path, string Name, int? TrueClass, Func<RgbImage> Load);
