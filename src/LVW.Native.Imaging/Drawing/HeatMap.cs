using LVW.Native.Imaging.Resampling;

namespace LVW.Native.Imaging.Drawing;

/// <summary>Shows maps of numbers as colours, alone or over a picture.</summary>
public static class HeatMap
{
    /// <summary>Paints a map, one pixel per place.</summary>
    /// <param name="map">The map; 0 to 1, clamped.</param>
    /// <param name="colormap">The colours.</param>
    /// <returns>A picture of the map's size.</returns>
    public static RgbImage Colorize(this FloatMap map, Colormap colormap)
    {
        var image = new RgbImage(map.Width, map.Height);
        for (int i = 0; i < map.Values.Length; i++)
        {
            Rgb colour = colormap.At(map.Values[i]);
            Span<byte> pixel = image.Pixels.AsSpan(3 * i, 3);
            pixel[0] = colour.R;
            pixel[1] = colour.G;
            pixel[2] = colour.B;
        }

        return image;
    }

    /// <summary>Lays a map over a picture: <c>y = x + a·(colour(m) − x)</c>, a the opacity, m the map at the picture's size.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="map">The map, of any size; 0 to 1, clamped.</param>
    /// <param name="options">Colours and opacity; <see cref="HeatMapOptions.Default"/> if null.</param>
    /// <returns>A new picture.</returns>
    public static RgbImage Overlay(this RgbImage image, FloatMap map, HeatMapOptions? options = null)
    {
        options ??= HeatMapOptions.Default;
        if (!(options.Opacity >= 0 && options.Opacity <= 1))
        {
            throw new ArgumentException($"Overlay: the opacity {options.Opacity} is not in 0 to 1.", nameof(options));
        }

        FloatMap full = map.Resize(image.Width, image.Height, options.Filter);
        var result = new RgbImage(image.Width, image.Height);
        for (int i = 0; i < full.Values.Length; i++)
        {
            float value = full.Values[i];
            Rgb colour = options.Colormap.At(value);
            float opacity = options.FadeWithValue ? options.Opacity * (value > 0 ? Math.Min(value, 1f) : 0f) : options.Opacity;
            ReadOnlySpan<byte> source = image.Pixels.AsSpan(3 * i, 3);
            Span<byte> target = result.Pixels.AsSpan(3 * i, 3);
            target[0] = Mix(source[0], colour.R, opacity);
            target[1] = Mix(source[1], colour.G, opacity);
            target[2] = Mix(source[2], colour.B, opacity);
        }

        return result;
    }

    private static byte Mix(byte from, byte to, float share) => (byte)(from + (share * (to - from)) + 0.5f);
}
