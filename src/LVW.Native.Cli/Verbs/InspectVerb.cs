using System.CommandLine;
using System.Globalization;
using LVW.Native.Cli.Output;
using LVW.Native.Cli.Runs;
using LVW.Native.Engine.Checkpoints;

namespace LVW.Native.Cli.Verbs;

/// <summary><c>lvw inspect</c>: what a file of weights holds, and whose weights they are.</summary>
internal static class InspectVerb
{
    public static Command Create(Terminal terminal)
    {
        var path = new Argument<string>("file") { Description = "File of weights: safetensors, .pth, .pt, .bin, .npz, .npy; told by its content" };
        var values = new Option<bool>("--values") { Description = "Read all values: count NaN and infinity, tell least, largest and mean" };
        Option<bool> json = CommonOptions.Json();
        var command = new Command("inspect", "Show what a file of weights holds") { path, values, json };
        command.SetAction(parsed =>
        {
            using CheckpointFile file = CheckpointFile.Open(parsed.GetValue(path)!);
            Row[] rows = [.. file.Tensors.Select(tensor => new Row(tensor.Name, tensor.Type.ToString(), tensor.Sizes, tensor.Count, parsed.GetValue(values) ? Statistics(tensor) : null))];
            Summary summary = Summarise(file, rows, FittingBackbone.Find(file));
            if (parsed.GetValue(json)) terminal.Document(new { Summary = summary, Tensors = rows });
            else Print(terminal, summary, rows);
            return ExitCode.Success;
        });
        return command;
    }

    private static Summary Summarise(CheckpointFile file, Row[] rows, string? backbone) => new(
        file.Path,
        FormatNames.Of(file.Format),
        file.Length,
        rows.Length,
        rows.Sum(row => row.Values),
        rows.Where(row => !IsBuffer(row.Name)).Sum(row => row.Values),
        [.. rows.GroupBy(row => row.Type).Select(group => new TypeTotal(group.Key, group.Count(), group.Sum(row => row.Values)))],
        rows.All(row => row.Statistics is null) ? null : rows.Sum(row => row.Statistics?.NonFinite ?? 0),
        file.Prefix,
        backbone,
        file.Metadata,
        file.PassedOver);

    private static void Print(Terminal terminal, Summary summary, Row[] rows)
    {
        bool counted = summary.NonFinite is not null;
        string[] headers = ["name", "type", "shape", "values", .. counted ? new[] { "not finite", "least", "largest", "mean" } : []];
        terminal.Table(headers, [.. rows.Select(row => (string[])
        [
            row.Name,
            row.Type,
            $"[{string.Join(", ", row.Shape)}]",
            Count(row.Values),
            .. row.Statistics is { } found ? new[] { Count(found.NonFinite), Figure(found.Least), Figure(found.Largest), Figure(found.Mean) } : [],
        ])]);
        string types = string.Join(", ", summary.Types.Select(total => $"{Count(total.Values)} {total.Type} in {Count(total.Tensors)}"));
        terminal.DataLine($"file: {summary.File}, {summary.Format}, {Count(summary.Bytes)} bytes");
        terminal.DataLine($"tensors: {Count(summary.Tensors)} of {Count(summary.Values)} values ({types}); {Count(summary.Parameters)} without batch norm's statistics");
        if (summary.NonFinite is { } lost) terminal.DataLine($"NaN or infinite: {Count(lost)} values in {Count(rows.Count(row => row.Statistics!.NonFinite > 0))} tensors");
        if (summary.Prefix.Length > 0) terminal.DataLine($"prefix: {summary.Prefix} (taken off when weights are loaded)");
        terminal.DataLine($"backbone: {summary.Backbone ?? "none that lvw knows"}");
        foreach ((string key, string value) in summary.Metadata) terminal.DataLine($"metadata: {key} = {value}");
        if (summary.PassedOver.Count > 0) terminal.DataLine($"not weights: {Names.Some(summary.PassedOver)}");
    }

    /// <summary>JSON has no NaN: without a finite value the figures are null.</summary>
    private static RowFigures Statistics(RawTensor tensor)
    {
        TensorStatistics found = TensorStatistics.Of(tensor);
        return new RowFigures(found.NonFinite, OrNull(found.Least), OrNull(found.Largest), OrNull(found.Mean));
    }

    private static double? OrNull(double value) => double.IsFinite(value) ? value : null;

    private static bool IsBuffer(string name)
        => name.EndsWith("running_mean", StringComparison.Ordinal) || name.EndsWith("running_var", StringComparison.Ordinal) || name.EndsWith("num_batches_tracked", StringComparison.Ordinal);

    private static string Count(long count) => count.ToString(CultureInfo.InvariantCulture);

    private static string Figure(double? value) => value?.ToString("G4", CultureInfo.InvariantCulture) ?? "";

    private sealed record TypeTotal(string Type, int Tensors, long Values);

    private sealed record RowFigures(long NonFinite, double? Least, double? Largest, double? Mean);

    private sealed record Row(string Name, string Type, IReadOnlyList<long> Shape, long Values, RowFigures? Statistics);

    private sealed record Summary(
        string File,
        string Format,
        long Bytes,
        int Tensors,
        long Values,
        long Parameters,
        TypeTotal[] Types,
        long? NonFinite,
        string Prefix,
        string? Backbone,
        IReadOnlyDictionary<string, string> Metadata,
        IReadOnlyList<string> PassedOver);
}
