namespace LVW.Native.Cli.Output;

/// <summary>Columns of text, two blanks apart.</summary>
internal static class PlainTable
{
    public static void Write(TextWriter output, string[] headers, IReadOnlyList<string[]> rows)
    {
        string[][] lines = headers.All(header => header.Length == 0) ? [.. rows] : [headers, .. rows];
        int[] widths = [.. headers.Select((_, column) => lines.Max(line => line[column].Length))];
        foreach (string[] line in lines)
        {
            output.WriteLine(string.Join("  ", line.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        }
    }
}
