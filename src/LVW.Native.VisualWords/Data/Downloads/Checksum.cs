using System.Security.Cryptography;

namespace LVW.Native.VisualWords.Data.Downloads;

/// <summary>A checksum that is computed while bytes pass.</summary>
internal sealed class Checksum : IDisposable
{
    private readonly IncrementalHash? hash;
    private readonly string? expected;

    /// <param name="expected"><c>sha256:…</c> or <c>md5:…</c>; null to check nothing.</param>
    public Checksum(string? expected)
    {
        this.expected = expected;
        if (expected is not null) hash = IncrementalHash.CreateHash(expected.StartsWith("md5:", StringComparison.Ordinal) ? HashAlgorithmName.MD5 : HashAlgorithmName.SHA256);
    }

    public void Add(ReadOnlySpan<byte> bytes) => hash?.AppendData(bytes);

    /// <summary>Forgets all bytes.</summary>
    public void Restart() => hash?.GetHashAndReset();

    /// <summary>Ends the sum: null if it is right, otherwise what it is.</summary>
    public string? Fault()
    {
        if (hash is null) return null;
        string kind = expected!.Split(':')[0];
        string found = $"{kind}:{Convert.ToHexStringLower(hash.GetHashAndReset())}";
        return string.Equals(found, expected, StringComparison.OrdinalIgnoreCase) ? null : found;
    }

    public void Dispose() => hash?.Dispose();
}
