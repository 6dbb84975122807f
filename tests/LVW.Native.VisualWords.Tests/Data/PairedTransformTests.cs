using FsCheck.Xunit;
using LVW.Native.Engine.Randomness;
using LVW.Native.Imaging;
using LVW.Native.VisualWords.Data;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Data;

public sealed class PairedTransformTests
{
    private static readonly ViewOptions Varied = new()
    {
        Side = 32, ResizeSide = 36, Flip = 0.5, MinimumArea = 0.3, MaximumAspect = 1.5, Brightness = 0.2, Contrast = 0.3, Saturation = 0.4,
    };

    [Property(MaxTest = 300)]
    public void Draws_stay_inside_the_picture_and_within_their_ranges(ushort width, ushort height, ulong seed)
    {
        (int w, int h) = (1 + (width % 600), 1 + (height % 600));
        PictureView view = Transform(Varied).Draw(w, h, new Philox(seed));
        PixelBox crop = view.Crop;
        Assert.True(crop is { X: >= 0, Y: >= 0, Width: >= 1, Height: >= 1 } && crop.X + crop.Width <= view.ResizedWidth && crop.Y + crop.Height <= view.ResizedHeight, $"{crop} of {w}×{h}");
        Assert.Equal((w, h), (view.ResizedWidth, view.ResizedHeight));
        Assert.InRange(view.Brightness, 0.8f, 1.2f);
        Assert.InRange(view.Contrast, 0.7f, 1.3f);
        Assert.InRange(view.Saturation, 0.6f, 1.4f);
    }

    [Property(MaxTest = 100)]
    public void Random_crops_keep_their_share_and_shape_up_to_rounding(ulong seed)
    {
        PixelBox crop = Transform(Varied).Draw(400, 300, new Philox(seed)).Crop;
        Assert.InRange(crop.Width * (double)crop.Height / (400 * 300), 0.3 * 0.98, 1);
        Assert.InRange(crop.Width / (double)crop.Height, 0.97 / 1.5, 1.5 * 1.03);
    }

    [Property(MaxTest = 200)]
    public void Evaluation_views_lie_inside_the_picture_and_in_its_middle(ushort width, ushort height)
    {
        (int w, int h) = (1 + (width % 700), 1 + (height % 700));
        PictureView view = Transform(new ViewOptions { Side = 224, ResizeSide = 256 }).Evaluation(w, h);
        Assert.Equal(256, Math.Min(view.ResizedWidth, view.ResizedHeight));
        Assert.Equal((224, 224), (view.Crop.Width, view.Crop.Height));
        Assert.InRange(Math.Abs((2 * view.Crop.X) + 224 - view.ResizedWidth), 0, 1);
        Assert.InRange(Math.Abs((2 * view.Crop.Y) + 224 - view.ResizedHeight), 0, 1);
    }

    [Fact]
    public void Only_the_middle_of_a_strip_longer_than_64_widths_is_seen()
    {
        // torchvision would make 256 × 16,640 pixels of it, to crop them again.
        PictureView view = Transform(new ViewOptions { Side = 224, ResizeSide = 256 }).Evaluation(10, 650);
        Assert.Equal(new PictureView(10, 650, new PixelBox(0, 320, 9, 9)), view);
    }

    [Fact]
    public void A_crop_larger_than_the_picture_has_a_black_frame_with_its_odd_line_right_and_below()
    {
        PairedTransform transform = Transform(new ViewOptions { Side = 5, ResizeSide = 2 });
        PictureView view = transform.Evaluation(2, 2);
        byte[] white = transform.Render(new RgbImage(2, 2, [.. Enumerable.Repeat((byte)255, 12)]), view).Pixels;
        Assert.Equal([6, 7, 11, 12], Enumerable.Range(0, 25).Where(i => white[i * 3] == 255));
        Assert.Equal(4 * 3, white.Count(value => value != 0));
        Assert.Equal(new PixelBox(0, 0, 2, 2), view.ToPicture(new PixelBox(0, 0, 5, 5), 5, 2, 2));
    }

    [Fact]
    public void The_same_stream_draws_the_same_view_and_another_stream_another()
    {
        PairedTransform transform = Transform(Varied);
        Assert.Equal(transform.Draw(300, 200, new Philox(1, 7)), transform.Draw(300, 200, new Philox(1, 7)));
        Assert.NotEqual(transform.Draw(300, 200, new Philox(1, 7)), transform.Draw(300, 200, new Philox(1, 8)));
    }

    [Fact]
    public void Half_of_the_draws_are_flipped_and_none_where_flips_are_off()
    {
        int flipped = Enumerable.Range(0, 1000).Count(i => Transform(Varied).Draw(50, 40, new Philox(3, (ulong)i)).Flipped);
        Assert.InRange(flipped, 430, 570);
        Assert.DoesNotContain(Enumerable.Range(0, 100), i => Transform(Varied with { Flip = 0 }).Draw(50, 40, new Philox(3, (ulong)i)).Flipped);
    }

    [Fact]
    public void A_flipped_view_shows_the_mirrored_pixels_and_flipping_twice_changes_nothing()
    {
        PairedTransform transform = Transform(Varied);
        RgbImage picture = TinyPictures.Noise(57, 43, 1);
        PictureView plain = transform.Draw(57, 43, new Philox(5)) with { Flipped = false };
        RgbImage seen = transform.Render(picture, plain);
        RgbImage mirrored = transform.Render(picture, plain with { Flipped = true });
        Assert.NotEqual(seen.Pixels, mirrored.Pixels);
        Assert.Equal(seen.Pixels, mirrored.FlipHorizontal().Pixels);
    }

    [Fact]
    public void The_rendered_input_is_the_rendered_picture_normalised()
    {
        PairedTransform transform = Transform(new ViewOptions { Side = 16, ResizeSide = 20 });
        RgbImage picture = TinyPictures.Noise(57, 43, 1);
        PictureView view = transform.Evaluation(57, 43);
        float[] input = new float[16 * 16 * 3];
        transform.Render(picture, view, input);
        Assert.Equal(transform.Render(picture, view).Pixels.Select((value, i) => PixelNormalization.ImageNet.Table[((i % 3) * 256) + value]), input);
    }

    [Fact]
    public void Colours_change_by_brightness_then_contrast_then_saturation()
    {
        PairedTransform transform = Transform(new ViewOptions { Side = 1, ResizeSide = 1 }, PixelNormalization.Half);
        var picture = new RgbImage(1, 1, [100, 200, 50]);
        PictureView view = transform.Evaluation(1, 1);
        Assert.Equal([110, 220, 55], Bytes(transform, picture, view with { Brightness = 1.1f }), new Near(1e-2));

        // One pixel is its own mean grey: 0.299·100 + 0.587·200 + 0.114·50 = 153.
        Assert.Equal([126.5, 176.5, 101.5], Bytes(transform, picture, view with { Contrast = 0.5f }), new Near(1e-2));
        Assert.Equal([153, 153, 153], Bytes(transform, picture, view with { Saturation = 0 }), new Near(1e-2));
        Assert.Equal([250, 255, 125], Bytes(transform, picture, view with { Brightness = 2.5f }), new Near(1e-2));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_box_in_a_view_is_found_again_in_the_picture(bool flipped)
    {
        var view = new PictureView(200, 100, new PixelBox(50, 10, 80, 80), flipped);

        // The view of 40 pixels halves the crop of 80; the picture was twice as large as its resized form.
        PixelBox box = view.ToPicture(new PixelBox(4, 8, 10, 6), side: 40, width: 400, height: 200);
        int left = flipped ? 40 - 4 - 10 : 4;
        Assert.Equal(new PixelBox((50 + (2 * left)) * 2, (10 + 16) * 2, 40, 24), box);
    }

    [Property(MaxTest = 100)]
    public void Boxes_found_in_the_picture_lie_inside_it(ulong seed, byte x, byte y)
    {
        PictureView view = Transform(Varied).Draw(123, 77, new Philox(seed));
        PixelBox box = view.ToPicture(new PixelBox(x % 32, y % 32, 1 + (y % (32 - (x % 32))), 1), 32, 123, 77);
        Assert.True(box is { X: >= 0, Y: >= 0, Width: >= 1, Height: >= 1 } && box.X + box.Width <= 123 && box.Y + box.Height <= 77, $"{box}");
    }

    private static PairedTransform Transform(ViewOptions options, PixelNormalization? normalization = null) => new(options, normalization ?? PixelNormalization.ImageNet);

    private static double[] Bytes(PairedTransform transform, RgbImage picture, PictureView view)
    {
        float[] input = new float[3];
        transform.Render(picture, view, input);
        return [.. input.Select(value => (value + 1.0) * 127.5)];
    }

    private sealed class Near(double tolerance) : IEqualityComparer<double>
    {
        public bool Equals(double a, double b) => Math.Abs(a - b) <= tolerance;

        public int GetHashCode(double value) => 0;
    }
}
