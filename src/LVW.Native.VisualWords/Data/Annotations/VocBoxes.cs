using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using LVW.Native.Imaging;

namespace LVW.Native.VisualWords.Data.Annotations;

/// <summary>Boxes in the XML of PASCAL VOC: <c>annotation/object/bndbox/{xmin,ymin,xmax,ymax}</c>.</summary>
internal static class VocBoxes
{
    /// <summary>The boxes of a file; none where there is no such file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">What the boxes are around.</param>
    /// <param name="fromOne">Whether pixels count from 1 and the last is in the box, as in PASCAL VOC; otherwise from 0 and it is not, as in ImageNet.</param>
    /// <exception cref="DataException">The file is damaged.</exception>
    public static IReadOnlyList<AnnotatedBox> Read(string path, string name, bool fromOne)
    {
        if (!File.Exists(path)) return [];
        try
        {
            using var reader = XmlReader.Create(path, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = 1 << 20 });
            return [.. XDocument.Load(reader).Descendants("bndbox").Select(box => new AnnotatedBox(name, Box(box, fromOne)))];
        }
        catch (Exception failure) when (failure is XmlException or FormatException or OverflowException or IOException or UnauthorizedAccessException)
        {
            throw new DataException(path, $"the boxes cannot be read ({failure.Message.TrimEnd('.')})", "Unpack the annotations again", failure);
        }
    }

    private static PixelBox Box(XElement box, bool fromOne)
    {
        (int left, int top, int right, int bottom) = (Side(box, "xmin"), Side(box, "ymin"), Side(box, "xmax"), Side(box, "ymax"));
        int first = fromOne ? 1 : 0;
        if (right + first <= left || bottom + first <= top) throw new FormatException($"a box from {left}, {top} to {right}, {bottom} is empty");
        return new PixelBox(left - first, top - first, right - left + first, bottom - top + first);
    }

    private static int Side(XElement box, string name)
        => (int)Math.Round(double.Parse(box.Element(name)?.Value ?? throw new FormatException($"a box has no {name}"), CultureInfo.InvariantCulture));
}
