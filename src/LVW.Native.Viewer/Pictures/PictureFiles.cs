using LVW.Native.Imaging;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Explanation;
using LVW.Native.VisualWords.Explanation.Report;
using LVW.Native.Viewer.State;

namespace LVW.Native.Viewer.Pictures;

/// <summary>The pictures of the pages, made when they are asked for first and kept as long as there is room.</summary>
/// <param name="state">What the pages show.</param>
internal sealed class PictureFiles(ViewerState state)
{
    private const int ThumbnailSide = 224;
    private const int ViewSide = 640;
    private const int PatchSide = 160;
    private const int Quality = 82;
    private const long BytesKept = 96 << 20;

    private readonly RecentItems<ReportPicture> files = new(BytesKept);
    private readonly SemaphoreSlim decoders = new(Math.Max(1, Environment.ProcessorCount));

    /// <summary>A small picture for grids: the part that the model saw.</summary>
    public Task<ReportPicture> Thumbnail(Subject subject, CancellationToken cancellation) => Seen(subject, "thumb", ThumbnailSide, cancellation);

    /// <summary>The same, larger.</summary>
    public Task<ReportPicture> View(Subject subject, CancellationToken cancellation) => Seen(subject, "view", ViewSide, cancellation);

    /// <summary>The patch that a word is; null where its picture is not known.</summary>
    public async Task<ReportPicture?> Word(int word, CancellationToken cancellation)
    {
        if (state.Words.Own(word) is not { } own) return null;
        string key = $"word/{word}";
        if (files.Find(key) is { } known) return known;
        FloatMap map = own.Kept?.Map ?? await OwnMap(word, own.Picture, cancellation);
        return await Make(key, () => Patch(state.Run.Train.Pictures[own.Picture], map), cancellation);
    }

    /// <summary>The box of a word's own patch, as fractions of the part of its picture that the model saw.</summary>
    public async Task<ReportBox?> Box(int word, CancellationToken cancellation)
    {
        if (state.Words.Own(word) is not { } own) return null;
        FloatMap map = own.Kept?.Map ?? await OwnMap(word, own.Picture, cancellation);
        return Fractions(MapBox.Around(map, Side));
    }

    /// <summary>A patch near a word; null where there is none.</summary>
    public async Task<ReportPicture?> Near(int word, string set, int k, CancellationToken cancellation)
    {
        WordFacts facts = state.Words.Of(word);
        IReadOnlyList<PatchFinding>? patches = set == "test" ? facts.NearestTest : facts.NearestTrain;
        if (patches is null || k < 0 || k >= patches.Count || state.Find(set) is not { } scores) return null;
        return await Make($"near/{word}/{set}/{k}", () => Patch(scores.Set.Pictures[patches[k].Picture], patches[k].Map), cancellation);
    }

    /// <summary>Where a word was found in a picture, to be laid over it.</summary>
    public async Task<ReportPicture> WordMap(Subject subject, int word, CancellationToken cancellation)
    {
        ReadPicture read = await state.Explanations.Read(subject, cancellation);
        return Encode(MapOf(read, word));
    }

    /// <summary>Where the base model looks; null without a base model.</summary>
    public async Task<ReportPicture?> BaseAttention(Subject subject, CancellationToken cancellation)
    {
        ReadPicture read = await state.Explanations.Read(subject, cancellation);
        return state.Explanations.Explain(read, state.WhatIf.Kept).BaseAttention is { } map ? Encode(map) : null;
    }

    /// <summary>Where the words look that a rule lets decide.</summary>
    public async Task<ReportPicture?> WordsAttention(Subject subject, DecisionRule rule, CancellationToken cancellation)
    {
        ReadPicture read = await state.Explanations.Read(subject, cancellation);
        return ReportBuilder.WordsAttention(state.Explanations.Explain(read, rule));
    }

    public ReportBox Fractions(PixelBox inView) => new(inView.X / (double)Side, inView.Y / (double)Side, inView.Width / (double)Side, inView.Height / (double)Side);

    private int Side => state.Run.Transform.Options.Side;

    private static FloatMap MapOf(ReadPicture read, int word)
    {
        var map = new FloatMap(read.Reading.Width, read.Reading.Height);
        read.Reading.CopyMap(0, word, map.Values);
        return map;
    }

    private static ReportPicture Encode(FloatMap map) => HeatMapOverlay.Encode(map.Values, map.Height, map.Width);

    private async Task<FloatMap> OwnMap(int word, int picture, CancellationToken cancellation)
        => MapOf(await state.Explanations.Read(state.Find("train", picture.ToString(System.Globalization.CultureInfo.InvariantCulture))!, cancellation), word);

    private Task<ReportPicture> Seen(Subject subject, string size, int side, CancellationToken cancellation)
        => Make($"{size}/{subject.Path}", () => ReportPictures.SeenPart(subject.Load(), state.Run.Transform, side, Quality), cancellation);

    private ReportPicture Patch(Picture picture, FloatMap map)
        => ReportPictures.Patch(state.Run.Cache.Get(picture), MapBox.Around(map, Side), state.Run.Transform, PatchSide, Quality);

    private async Task<ReportPicture> Make(string key, Func<ReportPicture> make, CancellationToken cancellation)
    {
        if (files.Find(key) is { } known) return known;
        await decoders.WaitAsync(cancellation);
        try
        {
            ReportPicture made = await Task.Run(make, CancellationToken.None);
            files.Add(key, made, made.Bytes.Length);
            return made;
        }
        finally
        {
            decoders.Release();
        }
    }
}
