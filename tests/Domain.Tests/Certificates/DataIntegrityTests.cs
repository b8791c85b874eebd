using System.Text.Json;
using System.Text.Json.Nodes;
using LearningHub.Grains.Certificates;

namespace LearningHub.Domain.Tests.Certificates;

/// <summary>Against the published examples: RFC 8032 section 7.1, RFC 8785, and appendix B.2 of Data Integrity EdDSA Cryptosuites 1.0.</summary>
public sealed class DataIntegrityTests
{
    // Appendix B.2: the key, the document, the options of the proof, the signature.
    private const string Secret = "z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq", Public = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2";
    private const string Proof = "z2HnFSSPPBzR36zdDgK8PbEHeXbR56YF24jwMpt3R1eHXQzJDMWS93FCzpvJpwTWd3GAVFuUfjoJdcnTMuVor51aX";
    private static readonly DateTimeOffset Created = new(2023, 2, 24, 23, 36, 38, TimeSpan.Zero);

    private static AcademyKey Key { get; } = AcademyKey.FromSeed(Multibase.Decode(Secret)![2..]);

    private static JsonObject Alumni() => DataIntegrity.Parse("""
        {
          "@context": ["https://www.w3.org/ns/credentials/v2", "https://www.w3.org/ns/credentials/examples/v2"],
          "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
          "type": ["VerifiableCredential", "AlumniCredential"],
          "name": "Alumni Credential",
          "description": "A minimum viable example of an Alumni Credential.",
          "issuer": "https://vc.example/issuers/5678",
          "validFrom": "2023-01-01T00:00:00Z",
          "credentialSubject": { "id": "did:example:abcdefgh", "alumniOf": "The School of Examples" }
        }
        """)!;

    [Theory]
    [InlineData("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b")]
    [InlineData("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb", "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")]
    public void Ed25519_signs_as_rfc_8032_does(string seed, string publicKey, string message, string signature)
    {
        var (s, m) = (Convert.FromHexString(seed), Convert.FromHexString(message));
        Convert.ToHexStringLower(Ed25519.PublicKey(s)).ShouldBe(publicKey);
        Convert.ToHexStringLower(Ed25519.Sign(s, m)).ShouldBe(signature);
        Ed25519.Verify(Convert.FromHexString(publicKey), m, Convert.FromHexString(signature)).ShouldBeTrue();
        Ed25519.Verify(Convert.FromHexString(publicKey), [.. m, 0], Convert.FromHexString(signature)).ShouldBeFalse();
        Ed25519.Verify(new byte[31], m, Convert.FromHexString(signature)).ShouldBeFalse();
    }

    [Fact]
    public void The_published_credential_gets_the_published_proof()
    {
        Key.Did.ShouldBe($"did:key:{Public}");
        var signed = DataIntegrity.Sign(Alumni(), Key, Created);
        signed["proof"]!["proofValue"]!.GetValue<string>().ShouldBe(Proof);
        DataIntegrity.Verify(signed, Key).ShouldBeTrue();
    }

    [Fact]
    public void Every_changed_character_of_what_was_signed_is_noticed()
    {
        var signed = DataIntegrity.Sign(Alumni(), Key, Created).ToJsonString();
        DataIntegrity.Verify(DataIntegrity.Parse(signed)!, Key).ShouldBeTrue();
        for (var i = 0; i < signed.Length; i++)
        {
            if (!char.IsAsciiLetterOrDigit(signed[i])) continue;
            var changed = string.Concat(signed.AsSpan(0, i), signed[i] == 'a' ? "b" : "a", signed.AsSpan(i + 1));
            if (DataIntegrity.Parse(changed) is { } document) DataIntegrity.Verify(document, Key).ShouldBeFalse($"at {i}: {changed}");
        }
    }

    [Fact]
    public void Order_and_white_space_do_not_matter_and_names_given_twice_are_refused()
    {
        var signed = DataIntegrity.Sign(Alumni(), Key, Created);
        var shuffled = new JsonObject(signed.Reverse().Select(p => KeyValuePair.Create(p.Key, p.Value?.DeepClone())));
        DataIntegrity.Verify(DataIntegrity.Parse(shuffled.ToJsonString(new() { WriteIndented = true }))!, Key).ShouldBeTrue();
        DataIntegrity.Parse("""{"name":"a","name":"b"}""").ShouldBeNull();
        DataIntegrity.Parse("[]").ShouldBeNull();
        DataIntegrity.Parse(new string('[', 10_000)).ShouldBeNull();
    }

    [Theory]
    [InlineData("""{"proof":{"verificationMethod":"\ud800"}}""")]
    [InlineData("""{"proof":{"\ud800":"x"}}""")]
    [InlineData("""{"\ud800":1,"proof":{}}""")]
    [InlineData("""{"proof":{},"a":[[{"b":"\udc00\ud800"}]]}""")]
    public void Half_a_character_makes_it_no_credential(string json) => DataIntegrity.Parse(json).ShouldBeNull();

    [Fact]
    public void Another_academy_s_signature_is_not_ours()
    {
        var other = AcademyKey.FromSeed(new byte[32]);
        var signed = DataIntegrity.Sign(Alumni(), other, Created);
        DataIntegrity.IsBy(signed, Key).ShouldBeFalse();
        signed["proof"]!["verificationMethod"] = Key.VerificationMethod;
        DataIntegrity.Verify(signed, Key).ShouldBeFalse();
    }

    [Fact]
    public void Json_is_canonical_as_rfc_8785_says()
    {
        Canonical("""{ "\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew", "1": "One", "\ud83d\ude00": "Smiley", "\u0080": "Control", "\u00f6": "o" }""")
            .ShouldBe("{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\",\"\u00f6\":\"o\",\"\u20ac\":\"Euro Sign\",\"\ud83d\ude00\":\"Smiley\",\"\ufb33\":\"Hebrew\"}");
        Canonical("""[ "\u000f\n A'\u0042\u0022\u005c\\\"\/", 9007199254740991, -3, true, null ]""").ShouldBe("""["\u000f\n A'B\"\\\\\"/",9007199254740991,-3,true,null]""");
        Should.Throw<FormatException>(() => Canonical("1.5"));
        Should.Throw<FormatException>(() => Canonical("1e30"));
    }

    [Theory]
    [InlineData("", "z")]
    [InlineData("0000287fb4cd", "z11233QC4")]
    [InlineData("48656c6c6f20576f726c6421", "z2NEpo7TZRRrLZSi2U")]
    public void Base58_is_that_of_the_draft(string hex, string text)
    {
        Multibase.Encode(Convert.FromHexString(hex)).ShouldBe(text);
        if (hex.Length > 0) Convert.ToHexStringLower(Multibase.Decode(text)!).ShouldBe(hex);
        Multibase.Decode("z0OIl").ShouldBeNull();
    }

    private static string Canonical(string json) => System.Text.Encoding.UTF8.GetString(CanonicalJson.Of(JsonDocument.Parse(json).RootElement));
}
