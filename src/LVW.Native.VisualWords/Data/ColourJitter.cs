namespace LVW.Native.VisualWords.Data;

/// <summary>Brightness, then contrast about the mean grey, then saturation about each pixel's grey; values stay within 0 to 255.</summary>
internal static class ColourJitter
{
    public static void Apply(ReadOnlySpan<byte> bytes, in PictureView view, PixelNormalization normalization, Span<float> pixels)
    {
        double sum = 0;
        for (int i = 0; i + 2 < bytes.Length; i += 3)
        {
            sum += Grey(Clamp(bytes[i] * view.Brightness), Clamp(bytes[i + 1] * view.Brightness), Clamp(bytes[i + 2] * view.Brightness));
        }

        float mean = (float)(sum / (bytes.Length / 3));
        for (int i = 0; i + 2 < bytes.Length; i += 3)
        {
            float red = Contrasted(bytes[i], view, mean);
            float green = Contrasted(bytes[i + 1], view, mean);
            float blue = Contrasted(bytes[i + 2], view, mean);
            float grey = Grey(red, green, blue);
            pixels[i] = normalization.Of(Clamp(grey + ((red - grey) * view.Saturation)), 0);
            pixels[i + 1] = normalization.Of(Clamp(grey + ((green - grey) * view.Saturation)), 1);
            pixels[i + 2] = normalization.Of(Clamp(grey + ((blue - grey) * view.Saturation)), 2);
        }
    }

    private static float Contrasted(byte value, in PictureView view, float mean) => Clamp(mean + ((Clamp(value * view.Brightness) - mean) * view.Contrast));

    private static float Grey(float red, float green, float blue) => (0.299f * red) + (0.587f * green) + (0.114f * blue);

    private static float Clamp(float value) => Math.Clamp(value, 0, 255);
}
