using LVW.Native.Imaging;

namespace LVW.Native.VisualWords.Parquet;

/// <summary>What is read of a data set's tables, where the usual names do not tell it.</summary>
public sealed record HuggingFaceOptions
{
    /// <summary>The column of pictures; null for <c>image</c>, or the only column that holds pictures.</summary>
    public string? Image { get; init; }

    /// <summary>The column of classes; null for <c>label</c>, or the only column that the data set calls a class label.</summary>
    public string? Label { get; init; }

    /// <summary>Codecs for pictures that are neither JPEG nor PNG nor BMP, which are then written as PNG; null refuses such pictures.</summary>
    public ImageCodecs? Codecs { get; init; }
}
