using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace LearningHub.Guards.Tests.EngineParity;

/// <summary>
/// Reads the public and protected members of an assembly from its metadata, without loading it, one line a member. Both engines
/// are read by this one reader, so equal declarations give equal lines. Names of parameters and whether they may be left out
/// count, nullability and attributes do not.
/// </summary>
internal sealed class ApiReader
{
    private readonly MetadataReader _reader;
    private readonly SignatureNames _names;
    private readonly SortedSet<string> _lines = new(StringComparer.Ordinal);

    private ApiReader(MetadataReader reader) => (_reader, _names) = (reader, new SignatureNames());

    public static ImmutableSortedSet<string> Read(string assemblyPath)
    {
        using var file = File.OpenRead(assemblyPath);
        using var image = new PEReader(file);
        var api = new ApiReader(image.GetMetadataReader());
        foreach (var handle in api._reader.TypeDefinitions) api.ReadType(handle);
        return [.. api._lines];
    }

    private void ReadType(TypeDefinitionHandle handle)
    {
        var type = _reader.GetTypeDefinition(handle);
        if (!IsVisible(type)) return;
        var generics = new GenericNames(Names(type.GetGenericParameters()), []);
        var name = Named(_names.GetTypeFromDefinition(_reader, handle, 0), generics.OfType);
        var parent = type.BaseType.IsNil ? "" : Text(type.BaseType, generics);
        var kind = Kind(type, parent);
        _lines.Add($"{kind} {name}");
        if (kind == "delegate")
        {
            var invoke = type.GetMethods().Select(_reader.GetMethodDefinition).Single(m => _reader.GetString(m.Name) == "Invoke");
            _lines.Add(Method(name, invoke, generics));
            return;
        }

        if (kind == "class" && parent != "System.Object") _lines.Add($"{name} : {parent}");
        foreach (var implemented in type.GetInterfaceImplementations())
        {
            var text = Text(_reader.GetInterfaceImplementation(implemented).Interface, generics);
            if (!text.StartsWith("System.", StringComparison.Ordinal) || text.StartsWith("System.IDisposable", StringComparison.Ordinal)) _lines.Add($"{name} : {text}");
        }
        ReadFields(type, name, generics, kind);
        var accessors = ReadProperties(type, name, generics);
        foreach (var method in type.GetMethods())
        {
            var definition = _reader.GetMethodDefinition(method);
            if (accessors.Contains(method) || !IsVisible(definition.Attributes) || IsOfObject(definition)) continue;
            _lines.Add(Method(name, definition, generics));
        }
    }

    private void ReadFields(TypeDefinition type, string name, GenericNames generics, string kind)
    {
        foreach (var field in type.GetFields().Select(_reader.GetFieldDefinition))
        {
            if (!field.Attributes.HasFlag(FieldAttributes.Public) && (field.Attributes & FieldAttributes.FieldAccessMask) != FieldAttributes.Family) continue;
            if (field.Attributes.HasFlag(FieldAttributes.SpecialName)) continue;
            var constant = field.GetDefaultValue();
            var value = constant.IsNil || kind != "enum" ? "" : $" = {Number(_reader.GetConstant(constant))}";
            _lines.Add($"{name}.{_reader.GetString(field.Name)}{(kind == "enum" ? "" : " : " + field.DecodeSignature(_names, generics))}{value}");
        }
    }

    private HashSet<MethodDefinitionHandle> ReadProperties(TypeDefinition type, string name, GenericNames generics)
    {
        var seen = new HashSet<MethodDefinitionHandle>();
        foreach (var handle in type.GetProperties())
        {
            var property = _reader.GetPropertyDefinition(handle);
            var accessors = property.GetAccessors();
            if (!accessors.Getter.IsNil) seen.Add(accessors.Getter);
            if (!accessors.Setter.IsNil) seen.Add(accessors.Setter);
            foreach (var (accessor, verb) in new[] { (accessors.Getter, "get"), (accessors.Setter, "set") })
            {
                if (accessor.IsNil || !IsVisible(_reader.GetMethodDefinition(accessor).Attributes)) continue;
                var signature = _reader.GetMethodDefinition(accessor).DecodeSignature(_names, generics);
                var isInit = signature.ReturnType.EndsWith("!init", StringComparison.Ordinal);
                var text = verb == "get" ? signature.ReturnType : signature.ParameterTypes[^1];
                _lines.Add($"{name}.{_reader.GetString(property.Name)} {{ {(isInit ? "init" : verb)}; }} : {text}");
            }
        }
        return seen;
    }

    private string Method(string type, MethodDefinition method, GenericNames generics)
    {
        var own = generics with { OfMethod = Names(method.GetGenericParameters()) };
        var signature = method.DecodeSignature(_names, own);
        var parameters = method.GetParameters().Select(_reader.GetParameter).Where(static p => p.SequenceNumber > 0).OrderBy(static p => p.SequenceNumber)
            .Select(p => $"{signature.ParameterTypes[p.SequenceNumber - 1]} {_reader.GetString(p.Name)}{(p.Attributes.HasFlag(ParameterAttributes.Optional) ? "?" : "")}");
        var modifier = method.Attributes.HasFlag(MethodAttributes.Static) ? "static " : "";
        return $"{modifier}{Named($"{type}.{_reader.GetString(method.Name)}", own.OfMethod)}({string.Join(", ", parameters)}) : {signature.ReturnType}";
    }

    private string Kind(TypeDefinition type, string parent) => type.Attributes.HasFlag(TypeAttributes.Interface) ? "interface" : parent switch
    {
        "System.Enum" => "enum",
        "System.ValueType" => "struct",
        "System.MulticastDelegate" => "delegate",
        _ => "class",
    };

    private string Text(EntityHandle handle, GenericNames generics) => handle.Kind switch
    {
        HandleKind.TypeDefinition => _names.GetTypeFromDefinition(_reader, (TypeDefinitionHandle)handle, 0),
        HandleKind.TypeReference => _names.GetTypeFromReference(_reader, (TypeReferenceHandle)handle, 0),
        _ => _reader.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(_names, generics),
    };

    private ImmutableArray<string> Names(GenericParameterHandleCollection parameters) =>
        [.. parameters.Select(p => _reader.GetString(_reader.GetGenericParameter(p).Name))];

    private static string Named(string name, ImmutableArray<string> generics) => generics.IsEmpty ? name : $"{name}<{string.Join(", ", generics)}>";

    private bool IsVisible(TypeDefinition type) => (type.Attributes & TypeAttributes.VisibilityMask) switch
    {
        TypeAttributes.Public => true,
        TypeAttributes.NestedPublic or TypeAttributes.NestedFamily or TypeAttributes.NestedFamORAssem => IsVisible(_reader.GetTypeDefinition(type.GetDeclaringType())),
        _ => false,
    };

    private static bool IsVisible(MethodAttributes attributes) =>
        (attributes & MethodAttributes.MemberAccessMask) is MethodAttributes.Public or MethodAttributes.Family or MethodAttributes.FamORAssem;

    // What every object has is no promise of the engine's.
    private bool IsOfObject(MethodDefinition method) =>
        method.Attributes.HasFlag(MethodAttributes.Virtual)
        && !method.Attributes.HasFlag(MethodAttributes.NewSlot)
        && _reader.GetString(method.Name) is nameof(ToString) or nameof(GetHashCode) or nameof(Equals) or "Finalize";

    private long Number(Constant constant)
    {
        var blob = _reader.GetBlobReader(constant.Value);
        return constant.TypeCode switch
        {
            ConstantTypeCode.Byte => blob.ReadByte(),
            ConstantTypeCode.SByte => blob.ReadSByte(),
            ConstantTypeCode.Int16 => blob.ReadInt16(),
            ConstantTypeCode.Int64 => blob.ReadInt64(),
            _ => blob.ReadInt32(),
        };
    }
}
