namespace LVW.Native.VisualWords.Data.Annotations;

/// <summary>What a pixel of a mask shows.</summary>
public enum MaskMeaning
{
    /// <summary>Anything but the object.</summary>
    Background,

    /// <summary>The object that the class names.</summary>
    Object,

    /// <summary>The border between the two, or what the annotators left open; scores leave such pixels out.</summary>
    Uncertain,
}
