using System.Text.Json.Nodes;

namespace LearningHub.Grains.Certificates;

/// <summary>An Open Badges 3.0 credential (1EdTech, a W3C Verifiable Credential 2.0) of a certificate.</summary>
internal static class Credential
{
    private const string Credentials = "https://www.w3.org/ns/credentials/v2", OpenBadges = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json";

    /// <summary>Of certificates of a course that says nothing else.</summary>
    private const string Always = "Every lesson of the course was completed and every quiz in it passed.";

    /// <param name="address">Of the academy's pages, without a slash at the end.</param>
    public static JsonObject Of(CertificateDocument c, AcademyKey key, string address)
    {
        var list = $"{address}/certificates/status/{c.Index / StatusList.Size}";
        var place = FormattableString.Invariant($"{c.Index % StatusList.Size}");
        return DataIntegrity.Sign(new()
        {
            ["@context"] = new JsonArray(Credentials, OpenBadges),
            ["id"] = $"{address}/verify/{c.CertificateId}",
            ["type"] = new JsonArray("VerifiableCredential", "OpenBadgeCredential"),
            ["name"] = c.CourseTitle,
            ["issuer"] = new JsonObject { ["id"] = key.Did, ["type"] = new JsonArray("Profile"), ["name"] = c.Academy, ["url"] = address },
            ["validFrom"] = DataIntegrity.Timestamp(c.IssuedAt),
            ["credentialSubject"] = new JsonObject
            {
                ["type"] = new JsonArray("AchievementSubject"),
                ["identifier"] = new JsonArray(new JsonObject { ["type"] = "IdentityObject", ["hashed"] = false, ["identityType"] = "name", ["identityHash"] = c.HolderName }),
                ["achievement"] = new JsonObject
                {
                    ["id"] = $"{address}/courses/{c.CourseId}",
                    ["type"] = new JsonArray("Achievement"),
                    ["achievementType"] = "CertificateOfCompletion",
                    ["name"] = c.CourseTitle,
                    ["description"] = $"Completed the course “{c.CourseTitle}” of {c.Academy}.",
                    ["criteria"] = new JsonObject { ["narrative"] = c.Criteria.Length > 0 ? c.Criteria : Always },
                },
            },
            ["credentialStatus"] = new JsonObject
            {
                ["id"] = $"{list}#{place}", ["type"] = "BitstringStatusListEntry", ["statusPurpose"] = "revocation", ["statusListIndex"] = place, ["statusListCredential"] = list,
            },
        }, key, c.IssuedAt);
    }

    /// <summary>The status list that shows which are revoked.</summary>
    public static JsonObject StatusListOf(int number, IEnumerable<int> revoked, string academy, AcademyKey key, string address, DateTimeOffset now)
    {
        var list = FormattableString.Invariant($"{address}/certificates/status/{number}");
        return DataIntegrity.Sign(new()
        {
            ["@context"] = new JsonArray(Credentials),
            ["id"] = list,
            ["type"] = new JsonArray("VerifiableCredential", "BitstringStatusListCredential"),
            ["issuer"] = new JsonObject { ["id"] = key.Did, ["name"] = academy },
            ["validFrom"] = DataIntegrity.Timestamp(now),
            ["credentialSubject"] = new JsonObject { ["id"] = $"{list}#list", ["type"] = "BitstringStatusList", ["statusPurpose"] = "revocation", ["encodedList"] = StatusList.Encode(revoked) },
        }, key, now);
    }

    /// <summary>Which certificate a credential is about: the last part of its id; null when it is none of ours.</summary>
    public static string? CertificateId(JsonObject credential) =>
        DataIntegrity.Text(credential, "id") is { } id && id.LastIndexOf("/verify/", StringComparison.Ordinal) is var at and >= 0 ? id[(at + "/verify/".Length)..] : null;
}
