namespace LVW.Native.VisualWords.Data.Generated;

/// <summary>The parts of which generated creatures are made: three heads, three pairs of wings, three tails, three coats.</summary>
public enum ScenePart
{
    /// <summary>Pointed ears, whiskers.</summary>
    CatHead,

    /// <summary>A large beak and a crest.</summary>
    BirdHead,

    /// <summary>Goggle eyes and two antennae.</summary>
    BugHead,

    /// <summary>Round lobes with eye spots.</summary>
    ButterflyWings,

    /// <summary>A scalloped skin between long fingers.</summary>
    BatWings,

    /// <summary>A row of long feathers.</summary>
    FeatherWings,

    /// <summary>A tail rolled up like a snail.</summary>
    CurlTail,

    /// <summary>Petals with dots, spread like a peacock's.</summary>
    FanTail,

    /// <summary>A fox's brush with a white tip.</summary>
    BrushTail,

    /// <summary>Bands across the body.</summary>
    StripedCoat,

    /// <summary>Many dots on the body.</summary>
    SpottedCoat,

    /// <summary>One large star on the body.</summary>
    StarCoat,
}
