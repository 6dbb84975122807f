using LVW.Native.Imaging;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Data.Annotations;

namespace LVW.Native.VisualWords.Evaluation;

/// <summary>Where in a picture its subject is, as an annotation says: a mask, or the union of boxes.</summary>
/// <param name="Width">Width of the picture in pixels.</param>
/// <param name="Height">Height of the picture in pixels.</param>
/// <param name="Inside">Width · Height values, row by row.</param>
public sealed record PictureRegion(int Width, int Height, bool[] Inside)
{
    /// <summary>Pixels that count neither as inside nor as outside, row by row; null where there are none.</summary>
    public bool[]? LeftOut { get; init; }

    /// <summary>The object of a mask; pixels that the annotators left open, such as the border of a trimap, count neither as inside nor as outside.</summary>
    public static PictureRegion OfMask(PictureMask mask)
    {
        ArgumentNullException.ThrowIfNull(mask);
        bool[]? leftOut = mask.Count(MaskMeaning.Uncertain) == 0 ? null : Where(mask, MaskMeaning.Uncertain);
        return new PictureRegion(mask.Width, mask.Height, Where(mask, MaskMeaning.Object)) { LeftOut = leftOut };
    }

    /// <summary>The union of boxes.</summary>
    public static PictureRegion OfBoxes(int width, int height, IEnumerable<PixelBox> boxes)
    {
        ArgumentNullException.ThrowIfNull(boxes);
        var region = new PictureRegion(width, height, new bool[width * height]);
        foreach (PixelBox box in boxes)
        {
            for (int y = Math.Max(0, box.Y); y < Math.Min(height, box.Y + box.Height); y++)
            {
                int left = Math.Clamp(box.X, 0, width);
                int right = Math.Clamp(box.X + box.Width, left, width);
                region.Inside.AsSpan((y * width) + left, right - left).Fill(true);
            }
        }

        return region;
    }

    /// <summary>The part of the region that a view shows: each pixel of the view asks the pixel of the picture under its centre.</summary>
    /// <param name="view">The view.</param>
    /// <param name="side">The view's side in pixels.</param>
    public ViewRegion InView(in PictureView view, int side)
        => new(Seen(Inside, view, side), LeftOut is null ? null : Seen(LeftOut, view, side));

    private static bool[] Where(PictureMask mask, MaskMeaning meaning)
        => [.. Enumerable.Range(0, mask.Width * mask.Height).Select(i => mask.At(i % mask.Width, i / mask.Width) == meaning)];

    private bool[] Seen(bool[] values, in PictureView view, int side)
    {
        bool[] seen = new bool[side * side];
        for (int y = 0; y < side; y++)
        {
            int row = (int)Math.Floor((view.Crop.Y + ((y + 0.5) * view.Crop.Height / side)) * Height / view.ResizedHeight);
            if (row < 0 || row >= Height) continue;
            for (int x = 0; x < side; x++)
            {
                int across = view.Flipped ? side - 1 - x : x;
                int column = (int)Math.Floor((view.Crop.X + ((across + 0.5) * view.Crop.Width / side)) * Width / view.ResizedWidth);
                if (column >= 0 && column < Width) seen[(y * side) + x] = values[(row * Width) + column];
            }
        }

        return seen;
    }
}
