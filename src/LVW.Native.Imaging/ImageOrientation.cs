namespace LVW.Native.Imaging;

/// <summary>What has to be done to the stored rows before they are viewed; the values are those of EXIF tag 0x0112.</summary>
public enum ImageOrientation
{
    /// <summary>Nothing.</summary>
    Upright = 1,

    /// <summary>Mirror left and right.</summary>
    FlipHorizontal = 2,

    /// <summary>Turn by 180°.</summary>
    Rotate180 = 3,

    /// <summary>Mirror top and bottom.</summary>
    FlipVertical = 4,

    /// <summary>Mirror at the diagonal from the top left.</summary>
    Transpose = 5,

    /// <summary>Turn by 90° clockwise.</summary>
    Rotate90 = 6,

    /// <summary>Mirror at the diagonal from the top right.</summary>
    Transverse = 7,

    /// <summary>Turn by 270° clockwise.</summary>
    Rotate270 = 8,
}
