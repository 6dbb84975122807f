namespace LVW.Native.VisualWords.Editing;

/// <summary>What an edit does to words.</summary>
public enum WordEditKind
{
    /// <summary>Takes words out of use.</summary>
    Disable,

    /// <summary>Takes words into use again.</summary>
    Enable,

    /// <summary>Lets one word take the place of others; their weights are added.</summary>
    Merge,

    /// <summary>Names a word.</summary>
    Rename,

    /// <summary>Takes out words that are not missed.</summary>
    Prune,

    /// <summary>Takes back the last edit that stands.</summary>
    Undo,
}
