using System.Globalization;

namespace LVW.Native.VisualWords.Backbones;

/// <summary>Keys of parts that PyTorch numbers.</summary>
internal static class PositionKey
{
    public static string Of(int position) => position.ToString(CultureInfo.InvariantCulture);
}
