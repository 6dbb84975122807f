using System.Text;

namespace LVW.Native.VisualWords.Data.Shards;

/// <summary>
/// Puts the members of a shard together to samples: members that share their name up to the first dot of its last part, as WebDataset has it.
/// </summary>
/// <param name="path">The shard's name, for errors.</param>
internal sealed class SampleCollector(string path)
{
    private const string LabelEnding = "cls";
    private const int LongestLabel = 1024;
    private const string WriteAgain = "Write the shard so that each sample has one picture and one .cls";

    private static readonly string[] PictureEndings = ["jpg", "jpeg", "png", "bmp"];

    private readonly Dictionary<string, Parts> samples = new(StringComparer.Ordinal);
    private readonly List<(string Stem, TarMember Member)> pictures = [];
    private int passedOver;

    /// <summary>Takes a member in; a label's content is read.</summary>
    public void Add(TarMember member, TarWalker walker)
    {
        if (member.Kind == TarMemberKind.Other) return;
        int slash = member.Name.LastIndexOf('/');
        int dot = member.Name.IndexOf('.', slash + 1);
        bool isHidden = dot == slash + 1;
        string ending = dot < 0 ? "" : member.Name[(dot + 1)..].ToLowerInvariant();
        bool isPicture = PictureEndings.Contains(ending);
        if (isHidden || !(isPicture || ending == LabelEnding))
        {
            if (!isHidden) passedOver++;
            return;
        }

        if (member.Kind == TarMemberKind.Link) throw Fault(member.Name, "it is a link, without bytes of its own", "Write the shard with the links followed: tar --dereference --hard-dereference");
        string stem = member.Name[..dot];
        Parts parts = samples.GetValueOrDefault(stem);
        if (isPicture)
        {
            if (parts.Picture is { } other) throw Fault(member.Name, other == member.Name ? "it is there twice" : $"its sample has another picture, {other}", WriteAgain);
            if (member.Length > Array.MaxLength) throw Fault(member.Name, $"it has {member.Length} bytes", $"Pictures of up to {Array.MaxLength} bytes are read");
            pictures.Add((stem, member));
            samples[stem] = parts with { Picture = member.Name };
        }
        else
        {
            if (parts.Label is not null) throw Fault(member.Name, "it is there twice", WriteAgain);
            samples[stem] = parts with { Label = Label(member, walker), LabelName = member.Name };
        }
    }

    /// <summary>The samples, in the order of their pictures.</summary>
    /// <exception cref="DataException">A sample has no label or no picture.</exception>
    public ShardIndex Finish()
    {
        foreach (Parts parts in samples.Values)
        {
            if (parts.Picture is null) throw Fault(parts.LabelName!, "there is no picture to this label (jpg, jpeg, png, bmp)", "Write the shard with it, or without the label");
        }

        return new ShardIndex([.. pictures.Select(Sample)], passedOver);
    }

    private ShardSample Sample((string Stem, TarMember Member) picture)
    {
        TarMember member = picture.Member;
        string label = samples[picture.Stem].Label ?? throw Fault(member.Name, $"there is no label {picture.Stem}.{LabelEnding} to this picture", "Write the shard with it: the class's index or name as text");
        return new ShardSample(member.Name, member.Offset, (int)member.Length, label);
    }

    private string Label(TarMember member, TarWalker walker)
    {
        string label = member.Length > LongestLabel ? "" : Encoding.UTF8.GetString(walker.Content(member)).Trim().TrimStart('\uFEFF');
        bool isSound = label.Length > 0 && !label.Any(char.IsControl) && !label.Contains('\uFFFD');
        return isSound ? label : throw Fault(member.Name, "it is no label", "Write the class's index or its name into it, as text of one line");
    }

    private DataException Fault(string member, string fact, string remedy) => new($"{path}: {member}", fact, remedy);

    private readonly record struct Parts(string? Picture, string? Label, string? LabelName);
}
