using System.Globalization;
using System.Reflection;
using Refit;

namespace Conversations.Client.Wire;

/// <summary>Writes values into addresses, in the same way in every culture. Refuses values that would arrive as something else.</summary>
internal sealed class AddressFormatter : IUrlParameterFormatter
{
    public string? Format(object? value, ICustomAttributeProvider attributeProvider, Type type)
    {
        string? text = value switch
        {
            null => null,
            bool flag => flag ? "true" : "false",
            IFormattable formattable => formattable.ToString(format: null, CultureInfo.InvariantCulture),
            _ => value.ToString(),
        };
        if (!attributeProvider.IsDefined(typeof(QueryAttribute), inherit: false))
        {
            return PathSegment.Checked(text!, nameof(value));
        }

        string name = attributeProvider.GetCustomAttributes(typeof(AliasAsAttribute), inherit: false) is [AliasAsAttribute alias]
            ? alias.Name
            : nameof(value);
        UnicodeText.ThrowIfNotWellFormed(text, name, name);
        return text;
    }
}
