using LVW.Native.Imaging;

namespace LVW.Native.VisualWords.Data;

/// <summary>One square view of a picture: resized, cropped, resized again to the input's side, flipped, and its colours changed.</summary>
/// <param name="ResizedWidth">Width to which the whole picture is resized first.</param>
/// <param name="ResizedHeight">Height to which the whole picture is resized first.</param>
/// <param name="Crop">The part of the resized picture that is seen.</param>
/// <param name="Flipped">Whether it is mirrored.</param>
/// <param name="Brightness">Factor of every value.</param>
/// <param name="Contrast">Factor of the distance from the mean grey.</param>
/// <param name="Saturation">Factor of the distance from each pixel's grey.</param>
public readonly record struct PictureView(
    int ResizedWidth, int ResizedHeight, PixelBox Crop, bool Flipped = false, float Brightness = 1, float Contrast = 1, float Saturation = 1)
{
    /// <summary>Maps a box in the view (side × side pixels) to the original picture.</summary>
    /// <param name="box">The box in the view.</param>
    /// <param name="side">The view's side.</param>
    /// <param name="width">The original picture's width.</param>
    /// <param name="height">The original picture's height.</param>
    public PixelBox ToPicture(PixelBox box, int side, int width, int height)
    {
        int x = Flipped ? side - box.X - box.Width : box.X;
        double scaleX = Crop.Width / (double)side * width / ResizedWidth;
        double scaleY = Crop.Height / (double)side * height / ResizedHeight;
        int left = (int)Math.Round((Crop.X * (double)width / ResizedWidth) + (x * scaleX));
        int top = (int)Math.Round((Crop.Y * (double)height / ResizedHeight) + (box.Y * scaleY));
        int right = (int)Math.Round((Crop.X * (double)width / ResizedWidth) + ((x + box.Width) * scaleX));
        int bottom = (int)Math.Round((Crop.Y * (double)height / ResizedHeight) + ((box.Y + box.Height) * scaleY));
        return new PixelBox(left, top, Math.Max(1, right - left), Math.Max(1, bottom - top)).Clamp(width, height);
    }
}
