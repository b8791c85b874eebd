namespace LearningHub.Grains.Interfaces.Common;

/// <summary>What may stand in a key segment: 1 to 64 of a-z, 0-9, '-' and '_'. Everything that comes from outside is
/// checked before it becomes a key.</summary>
public static class KeySegment
{
    public static bool IsValid(string? s) => s is { Length: >= 1 and <= 64 } && s.All(c => c is >= 'a' and <= 'z' or >= '0' and <= '9' or '-' or '_');

    /// <summary>A new id: time-ordered (UUID version 7, RFC 9562), 32 lower-case hex digits.</summary>
    public static string NewId(TimeProvider time) => Guid.CreateVersion7(time.GetUtcNow()).ToString("n");
}

/// <summary>The one tenant-wide grain of a kind: <c>tenant/settings</c>, <c>tenant/keys</c>; query grains use <c>tenant/queries</c>.</summary>
public readonly record struct TenantKey(string Tenant, string Name)
{
    public static TenantKey Queries(string tenant) => new(tenant, "queries");
    public override string ToString() => $"{Tenant}/{Name}";
}

public readonly record struct UserKey(string Tenant, string UserId)
{
    public override string ToString() => $"{Tenant}/{UserId}";
    public static UserKey Parse(string key) => key.Split('/') is [var t, var u] ? new(t, u) : throw new FormatException($"Not a user key: {key}");
}

public readonly record struct CourseKey(string Tenant, string CourseId)
{
    public override string ToString() => $"{Tenant}/{CourseId}";
    public static CourseKey Parse(string key) => key.Split('/') is [var t, var c] ? new(t, c) : throw new FormatException($"Not a course key: {key}");
}

/// <summary>A person in a course: enrolments and chat read markers.</summary>
public readonly record struct MemberKey(string Tenant, string CourseId, string UserId)
{
    public CourseKey Course => new(Tenant, CourseId);
    public UserKey User => new(Tenant, UserId);
    public override string ToString() => $"{Tenant}/{CourseId}/{UserId}";
    public static MemberKey Parse(string key) => key.Split('/') is [var t, var c, var u] ? new(t, c, u) : throw new FormatException($"Not a member key: {key}");
}

/// <summary>A cart: of a person, or of a guest who knows a random id.</summary>
public readonly record struct CartKey(string Tenant, string CartId)
{
    public static CartKey OfPerson(string tenant, string userId) => new(tenant, $"u-{userId}");

    /// <summary>Null when this is no guest's cart: 32 lower-case hex digits.</summary>
    public static CartKey? OfGuest(string tenant, string? secret) =>
        secret is { Length: 32 } && secret.All(char.IsAsciiHexDigitLower) ? new(tenant, $"g-{secret}") : null;

    public bool IsGuest => CartId.StartsWith("g-", StringComparison.Ordinal);
    public string? UserId => IsGuest ? null : CartId[2..];
    public override string ToString() => $"{Tenant}/{CartId}";
    public static CartKey Parse(string key) => key.Split('/') is [var t, ['u' or 'g', '-', _, ..] c] ? new(t, c) : throw new FormatException($"Not a cart key: {key}");
}

public readonly record struct CouponKey(string Tenant, string CouponId)
{
    public override string ToString() => $"{Tenant}/{CouponId}";
    public static CouponKey Parse(string key) => key.Split('/') is [var t, var c] ? new(t, c) : throw new FormatException($"Not a coupon key: {key}");
}

/// <summary>The licences that one order bought of one course.</summary>
public readonly record struct LicenceKey(string Tenant, string OrderId, string CourseId)
{
    public CourseKey Course => new(Tenant, CourseId);
    public override string ToString() => $"{Tenant}/{OrderId}/{CourseId}";
    public static LicenceKey Parse(string key) => key.Split('/') is [var t, var o, var c] ? new(t, o, c) : throw new FormatException($"Not a licence key: {key}");
}

/// <summary>A live class, and its room.</summary>
public readonly record struct LiveClassKey(string Tenant, string ClassId)
{
    public override string ToString() => $"{Tenant}/{ClassId}";
    public static LiveClassKey Parse(string key) => key.Split('/') is [var t, var c] ? new(t, c) : throw new FormatException($"Not a live class key: {key}");
}

public readonly record struct MediaKey(string Tenant, string MediaId)
{
    public override string ToString() => $"{Tenant}/{MediaId}";
    public static MediaKey Parse(string key) => key.Split('/') is [var t, var m] ? new(t, m) : throw new FormatException($"Not a media key: {key}");
}

/// <summary>An order; its id is made by the checkout form.</summary>
public readonly record struct OrderKey(string Tenant, string OrderId)
{
    public override string ToString() => $"{Tenant}/{OrderId}";
    public static OrderKey Parse(string key) => key.Split('/') is [var t, var o] ? new(t, o) : throw new FormatException($"Not an order key: {key}");
}

/// <summary>The payment of an order; its id is the order's.</summary>
public readonly record struct PaymentKey(string Tenant, string PaymentId)
{
    public override string ToString() => $"{Tenant}/{PaymentId}";
    public static PaymentKey Parse(string key) => key.Split('/') is [var t, var p] ? new(t, p) : throw new FormatException($"Not a payment key: {key}");
}

public readonly record struct QuestionKey(string Tenant, string QuestionId)
{
    public override string ToString() => $"{Tenant}/{QuestionId}";
    public static QuestionKey Parse(string key) => key.Split('/') is [var t, var q] ? new(t, q) : throw new FormatException($"Not a question key: {key}");
}

/// <summary>A run of a workflow about one thing: <c>tenant/subject/run</c>.</summary>
public readonly record struct WorkflowKey(string Tenant, string Subject, string RunId)
{
    public override string ToString() => $"{Tenant}/{Subject}/{RunId}";
    public static WorkflowKey Parse(string key) => key.Split('/') is [var t, var s, var r] ? new(t, s, r) : throw new FormatException($"Not a workflow key: {key}");
}
