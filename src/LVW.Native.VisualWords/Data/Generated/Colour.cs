namespace LVW.Native.VisualWords.Data.Generated;

/// <summary>An sRGB colour with components of 0 to 255 (out of range in between is allowed).</summary>
internal readonly record struct Colour(float R, float G, float B)
{
    public static Colour White => new(255, 255, 255);

    public float Brightness => (0.3f * R) + (0.59f * G) + (0.11f * B);

    public static Colour Hex(int rgb) => new(rgb >> 16, (rgb >> 8) & 255, rgb & 255);

    public Colour Mix(Colour other, double share)
    {
        float s = (float)share;
        return new(R + (s * (other.R - R)), G + (s * (other.G - G)), B + (s * (other.B - B)));
    }

    public Colour Lighter(double share) => Mix(White, share);

    /// <summary>Towards a deep violet rather than black: shadows keep some colour.</summary>
    public Colour Darker(double share) => Mix(new Colour(24, 14, 36), share);

    /// <summary>Sum of the absolute differences of the components, 0 to 765.</summary>
    public float Distance(Colour other) => Math.Abs(R - other.R) + Math.Abs(G - other.G) + Math.Abs(B - other.B);

    public Colour Jittered(ref SplitMix64 random, double amount) => new(
        (float)(R + random.Between(-amount, amount)),
        (float)(G + random.Between(-amount, amount)),
        (float)(B + random.Between(-amount, amount)));
}
