using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LearningHub.Grains.Certificates;

/// <summary>Proofs of the cryptosuite <c>eddsa-jcs-2022</c> (W3C Data Integrity EdDSA Cryptosuites 1.0, section 3.3): whoever has a copy can check it
/// without asking us, with any tool that knows the suite.</summary>
internal static class DataIntegrity
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    /// <summary>The document with its proof.</summary>
    public static JsonObject Sign(JsonObject document, AcademyKey key, DateTimeOffset created)
    {
        var proof = new JsonObject
        {
            ["type"] = "DataIntegrityProof", ["cryptosuite"] = "eddsa-jcs-2022", ["created"] = Timestamp(created),
            ["verificationMethod"] = key.VerificationMethod, ["proofPurpose"] = "assertionMethod",
        };
        if (document["@context"] is { } context) proof["@context"] = context.DeepClone();
        proof["proofValue"] = Multibase.Encode(Ed25519.Sign(key.Seed, Hash(proof, document)));
        var signed = document.DeepClone().AsObject();
        signed["proof"] = proof;
        return signed;
    }

    /// <summary>The document, if it is one; names given twice make it none, since readers would differ about what was signed, and so do names and values that are no text.</summary>
    public static JsonObject? Parse(string json)
    {
        try
        {
            using var parsed = JsonDocument.Parse(json, Strict);
            ReadAll(parsed.RootElement);
            return JsonObject.Create(parsed.RootElement.Clone());
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>An escape may stand for half a character. That is found out when it is read, and then an exception: so all is read once, here.</summary>
    private static void ReadAll(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String) _ = value.GetString();
        else if (value.ValueKind == JsonValueKind.Array) foreach (var item in value.EnumerateArray()) ReadAll(item);
        else if (value.ValueKind == JsonValueKind.Object)
            foreach (var property in value.EnumerateObject())
            {
                _ = property.Name;
                ReadAll(property.Value);
            }
    }

    /// <summary>Whether the proof names this key.</summary>
    public static bool IsBy(JsonObject document, AcademyKey key) =>
        document["proof"] is JsonObject proof && Text(proof, "verificationMethod") == key.VerificationMethod && Text(proof, "type") == "DataIntegrityProof"
        && Text(proof, "cryptosuite") == "eddsa-jcs-2022";

    /// <summary>Whether nothing was changed since it was signed with this key.</summary>
    public static bool Verify(JsonObject document, AcademyKey key)
    {
        if (!IsBy(document, key) || document["proof"] is not JsonObject proof) return false;
        if (Text(proof, "proofPurpose") != "assertionMethod" || Text(proof, "proofValue") is not { } value || Multibase.Decode(value) is not { } signature) return false;
        var (options, unsigned) = (proof.DeepClone().AsObject(), document.DeepClone().AsObject());
        options.Remove("proofValue");
        unsigned.Remove("proof");
        try { return Ed25519.Verify(key.PublicKey, Hash(options, unsigned), signature); }
        catch (FormatException) { return false; }
    }

    public static string? Text(JsonObject value, string name) => value[name] is JsonValue text && text.TryGetValue<string>(out var s) ? s : null;

    public static string Timestamp(DateTimeOffset at) => FormattableString.Invariant($"{at.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}");

    private static byte[] Hash(JsonObject proofOptions, JsonObject document) => [.. Canonical(proofOptions), .. Canonical(document)];

    private static byte[] Canonical(JsonObject value) => SHA256.HashData(CanonicalJson.Of(JsonSerializer.SerializeToElement(value)));
}

/// <summary>The academy's signing key and its public names.</summary>
internal sealed record AcademyKey(byte[] Seed, byte[] PublicKey, string Did)
{
    /// <summary>did:key: the key is its own address, so that a check needs no network.</summary>
    public string VerificationMethod => $"{Did}#{Did["did:key:".Length..]}";

    public static AcademyKey FromSeed(byte[] seed) => Ed25519.PublicKey(seed) is var key ? new(seed, key, Multibase.DidKey(key)) : throw new InvalidOperationException();

    /// <summary>From the tenant's key of the key ring, bound to this use (HKDF, RFC 5869).</summary>
    public static AcademyKey Derive(byte[] tenantKey) => FromSeed(HKDF.DeriveKey(HashAlgorithmName.SHA256, tenantKey, Ed25519.SeedBytes, info: "certificates/ed25519/1"u8.ToArray()));
}
