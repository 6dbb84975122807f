namespace LVW.Native.VisualWords.Attention;

/// <summary>The attention methods by name.</summary>
public static class AttentionMethods
{
    /// <summary>Grad-CAM.</summary>
    public const string GradCam = "grad-cam";

    /// <summary>Grad-CAM++.</summary>
    public const string GradCamPlusPlus = "grad-cam++";

    /// <summary>HiResCAM.</summary>
    public const string HiResCam = "hirescam";

    /// <summary>LayerCAM.</summary>
    public const string LayerCam = "layercam";

    /// <summary>Score-CAM.</summary>
    public const string ScoreCam = "score-cam";

    // Of the hundreds of channels of a backbone those that vary least change the map little; all of them would take hours for a test set.
    private const int ScoreCamChannels = 64;

    /// <summary>The names, the default first.</summary>
    public static IReadOnlyList<string> Names { get; } = [GradCam, GradCamPlusPlus, HiResCam, LayerCam, ScoreCam];

    /// <summary>The method with a name; Score-CAM tries the 64 channels that vary most.</summary>
    /// <exception cref="ArgumentException">There is no such method.</exception>
    public static IAttentionMethod Find(string name) => name switch
    {
        GradCam => new GradCam(),
        GradCamPlusPlus => new GradCamPlusPlus(),
        HiResCam => new HiResCam(),
        LayerCam => new LayerCam(),
        ScoreCam => new ScoreCam(ScoreCamChannels),
        _ => throw new ArgumentException($"AttentionMethods: there is no '{name}'. Choose one of {string.Join(", ", Names)}.", nameof(name)),
    };
}
