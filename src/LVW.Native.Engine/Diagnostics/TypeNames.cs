using System.Text;

namespace LVW.Native.Engine.Diagnostics;

/// <summary>Readable names of types.</summary>
public static class TypeNames
{
    /// <summary>The name as it is written in C#, without namespaces.</summary>
    public static string Of(Type type)
    {
        var text = new StringBuilder();
        Type[] arguments = type.GetGenericArguments();
        int used = 0;
        foreach (Type part in Chain(type))
        {
            if (text.Length > 0) text.Append('.');
            int tick = part.Name.IndexOf('`', StringComparison.Ordinal);
            text.Append(tick < 0 ? part.Name : part.Name[..tick]);
            int count = part.GetGenericArguments().Length;
            if (count > used)
            {
                text.Append('<').AppendJoin(", ", arguments[used..count].Select(Of)).Append('>');
                used = count;
            }
        }

        return text.ToString();
    }

    private static IEnumerable<Type> Chain(Type type)
        => type.DeclaringType is null || type.IsGenericParameter ? [type] : Chain(type.DeclaringType).Append(type);
}
