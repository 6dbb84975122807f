using LVW.Native.VisualWords.Explanation.Report;
using LVW.Native.VisualWords.Explanation.Report.Components;

namespace LVW.Native.VisualWords.Tests.Explanation.Report;

/// <summary>Small generated flowers: petals in the class's colour over a leafy background.</summary>
internal static class SamplePictures
{
    public const int Side = 48;

    public static ReportPicture Flower(int @class, int number) => Draw(Side, @class, number, 0, 0, 1);

    public static ReportPicture Patch(int @class, int number) => Draw(16, @class, number, 0.3, 0.3, 0.4);

    private static ReportPicture Draw(int side, int @class, int number, double left, double top, double zoom)
    {
        var random = new Random((@class * 1000) + number);
        double x0 = 0.4 + (0.2 * random.NextDouble()), y0 = 0.4 + (0.2 * random.NextDouble()), turn = random.NextDouble();
        var petals = 4 + (@class % 5);
        var pixels = new byte[side * side * 4];
        for (var i = 0; i < side * side; i++)
        {
            double dx = left + (zoom * (i % side + 0.5) / side) - x0, dy = top + (zoom * (i / side + 0.5) / side) - y0;
            var r = Math.Sqrt((dx * dx) + (dy * dy));
            var reach = 0.22 + (0.13 * Math.Cos((petals * Math.Atan2(dy, dx)) + turn));
            var hue = 2 * Math.PI * @class / 17;
            var (red, green, blue) = r < 0.07 ? (230.0, 190.0, 40.0)
                : r < reach ? (150 + (100 * Math.Cos(hue)), 110 + (70 * Math.Cos(hue + 2)), 150 + (100 * Math.Cos(hue + 4)))
                : (50 + (30 * Math.Sin(20 * dx)), 95 + (35 * Math.Cos(17 * dy)), 45.0);
            pixels[(i * 4) + 0] = (byte)red;
            pixels[(i * 4) + 1] = (byte)green;
            pixels[(i * 4) + 2] = (byte)blue;
            pixels[(i * 4) + 3] = 255;
        }

        return new ReportPicture(RgbaPng.Encode(pixels, side, side));
    }
}
