using System.Text;

namespace Conversations.Client.Values;

/// <summary>The wire names and the members of one enum, built once for each enum from the generated table.</summary>
internal static class EnumTable<T>
    where T : struct, Enum
{
    private static readonly string[] Names = WireNames.Of(typeof(T));
    private static readonly byte[][] Utf8Names = [.. Names.Select(Encoding.UTF8.GetBytes)];
    private static readonly T[] Members = Names.Length == 0 ? [] : Enum.GetValues<T>();

    /// <summary>The number of known values.</summary>
    public static int Count => Names.Length;

    public static string NameAt(int position) => Names[position];

    public static ReadOnlySpan<byte> Utf8NameAt(int position) => Utf8Names[position];

    public static T MemberAt(int position) => Members[position];

    public static int PositionOf(string name) => Array.IndexOf(Names, name);

    public static int PositionOf(T member) => Array.IndexOf(Members, member);
}
