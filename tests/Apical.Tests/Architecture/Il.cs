using System.Reflection;
using System.Reflection.Emit;

namespace Apical.Tests.Architecture;

/// <summary>What compiled code uses, read from its instructions: nothing hides from it in an alias or a short name.</summary>
internal static class Il
{
    private const BindingFlags Everything =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<ushort, OpCode> s_codes = typeof(OpCodes).GetFields().Select(field =>
        field.GetValue(null)).OfType<OpCode>().ToDictionary(code => (ushort)code.Value);

    /// <summary>All members and types that the type's declarations and instructions mention.</summary>
    public static IEnumerable<MemberInfo> UsedBy(Type type)
    {
        IEnumerable<MemberInfo?> declared =
        [
            type.BaseType, .. type.GetInterfaces(),
            .. Constraints(type.GetGenericArguments()),
            .. type.GetFields(Everything).Select(field => field.FieldType),
            .. type.GetMethods(Everything).Cast<MethodBase>().Concat(type.GetConstructors(Everything)).SelectMany(UsedBy),
        ];
        return declared.OfType<MemberInfo>();
    }

    /// <summary>The type itself, what it is made of, and the type it is nested in.</summary>
    public static IEnumerable<Type> Spread(MemberInfo member)
    {
        if (member is not Type type)
        {
            return member.DeclaringType is { } owner ? Spread(owner) : [];
        }

        if (type.HasElementType)
        {
            return Spread(type.GetElementType()!);
        }

        return type.IsGenericParameter ? [] : type.IsGenericType ? [type, .. type.GetGenericArguments().SelectMany(Spread)] : [type];
    }

    private static IEnumerable<MemberInfo?> UsedBy(MethodBase method) =>
    [
        .. method.GetParameters().Select(parameter => parameter.ParameterType),
        (method as MethodInfo)?.ReturnType,
        .. method.IsGenericMethod ? Constraints(method.GetGenericArguments()) : [],
        .. method.GetMethodBody()?.LocalVariables.Select(local => local.LocalType) ?? [],
        .. Mentioned(method),
    ];

    private static IEnumerable<Type> Constraints(Type[] arguments) =>
        arguments.Where(argument => argument.IsGenericParameter).SelectMany(argument => argument.GetGenericParameterConstraints());

    /// <summary>The members that a method's instructions mention.</summary>
    public static IEnumerable<MemberInfo> Mentioned(MethodBase method)
    {
        byte[] il = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        Type[] typeArguments = method.DeclaringType is { IsGenericType: true } owner ? owner.GetGenericArguments() : [];
        Type[] methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : [];
        for (int at = 0; at < il.Length;)
        {
            ushort value = il[at++];
            if (value == 0xFE)
            {
                value = (ushort)(0xFE00 | il[at++]);
            }

            OpCode code = s_codes[value];
            if (code.OperandType is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok)
            {
                if (method.Module.ResolveMember(BitConverter.ToInt32(il, at), typeArguments, methodArguments) is { } member)
                {
                    yield return member;
                    foreach (Type argument in member is MethodInfo { IsGenericMethod: true } generic ? generic.GetGenericArguments() : [])
                    {
                        yield return argument;
                    }
                }
            }

            at += code.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(il, at)),
                _ => 4,
            };
        }
    }
}
