using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LearningHub.Grains.Interfaces.Notifications;
using LearningHub.Grains.Notifications;

namespace LearningHub.Domain.Tests.Notifications;

public sealed class WebPushTests
{
    private static byte[] Bytes(string base64url) => Base64Url.DecodeFromChars(base64url);

    private static ECDiffieHellman Key(string point, string secret) => ECDiffieHellman.Create(WebPushEncryption.Point(Bytes(point)) with { D = Bytes(secret) });

    // RFC 8291, section 5 and appendix A.
    private const string Sender = "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8", SenderSecret = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw";
    private const string Receiver = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4", ReceiverSecret = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94";
    private const string Auth = "BTBZMqHH6r4Tts7J_aSIgg", Salt = "DGv6ra1nlYgDCS1FRnbzlw", Text = "When I grow up, I want to be a watermelon";
    private const string Body = "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN";

    [Fact]
    public void The_example_of_the_standard_comes_out_byte_for_byte()
    {
        using var sender = Key(Sender, SenderSecret);
        Base64Url.EncodeToString(WebPushEncryption.Encrypt(Encoding.ASCII.GetBytes(Text), Bytes(Receiver), Bytes(Auth), sender, Bytes(Salt))).ShouldBe(Body);
    }

    [Fact]
    public void And_is_read_by_the_receiver()
    {
        using var receiver = Key(Receiver, ReceiverSecret);
        Encoding.ASCII.GetString(WebPushEncryption.Decrypt(Bytes(Body), receiver, Bytes(Auth))).ShouldBe(Text);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(WebPushEncryption.MaxText)]
    public void A_message_of_any_size_that_fits_is_read_by_its_receiver_and_by_nobody_else(int length)
    {
        using var receiver = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        var (auth, text) = (RandomNumberGenerator.GetBytes(16), RandomNumberGenerator.GetBytes(length));
        var point = WebPushEncryption.PointOf(receiver.ExportParameters(false));
        var body = WebPushEncryption.Encrypt(text, point, auth);
        body.Length.ShouldBeLessThanOrEqualTo(WebPushEncryption.MaxBody);
        WebPushEncryption.Decrypt(body, receiver, auth).ShouldBe(text);
        WebPushEncryption.Encrypt(text, point, auth).ShouldNotBe(body);
        Should.Throw<CryptographicException>(() => WebPushEncryption.Decrypt(body, receiver, RandomNumberGenerator.GetBytes(16)));
        body[^1] ^= 1;
        Should.Throw<CryptographicException>(() => WebPushEncryption.Decrypt(body, receiver, auth));
        Should.Throw<ArgumentException>(() => WebPushEncryption.Encrypt(new byte[WebPushEncryption.MaxText + 1], point, auth));
    }

    [Fact]
    public void The_academys_name_is_the_same_for_ever_and_signs_what_push_services_check()
    {
        var tenant = RandomNumberGenerator.GetBytes(32);
        using var key = VapidKey.Derive(tenant);
        using var again = VapidKey.Derive(tenant);
        using var other = VapidKey.Derive(RandomNumberGenerator.GetBytes(32));
        again.PublicKey.ShouldBe(key.PublicKey);
        other.PublicKey.ShouldNotBe(key.PublicKey);
        Bytes(key.PublicKey).Length.ShouldBe(65);

        var now = DateTimeOffset.UnixEpoch.AddDays(20_000);
        var header = key.Authorization(new("https://push.example.net/v2/abc?x=1"), "mailto:admin@example.org", now);
        header.ShouldStartWith("vapid t=");
        var token = header["vapid t=".Length..header.IndexOf(", k=", StringComparison.Ordinal)].Split('.');
        header[(header.IndexOf(", k=", StringComparison.Ordinal) + 4)..].ShouldBe(key.PublicKey);
        var claims = JsonDocument.Parse(Bytes(token[1])).RootElement;
        claims.GetProperty("aud").GetString().ShouldBe("https://push.example.net");
        claims.GetProperty("sub").GetString().ShouldBe("mailto:admin@example.org");
        DateTimeOffset.FromUnixTimeSeconds(claims.GetProperty("exp").GetInt64()).ShouldBe(now + VapidKey.Life);
        using var check = ECDsa.Create(WebPushEncryption.Point(Bytes(key.PublicKey)));
        check.VerifyData(Encoding.ASCII.GetBytes($"{token[0]}.{token[1]}"), Bytes(token[2]), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation).ShouldBeTrue();
    }

    [Theory]
    [InlineData("https://fcm.googleapis.com/fcm/send/abc", true)]
    [InlineData("https://updates.push.services.mozilla.com/wpush/v2/x", true)]
    [InlineData("http://fcm.googleapis.com/x", false)]
    [InlineData("https://fcm.googleapis.com:8443/x", false)]
    [InlineData("https://user:pw@fcm.googleapis.com/x", false)]
    [InlineData("https://localhost/x", false)]
    [InlineData("https://db/x", false)]
    [InlineData("https://metadata.google.internal/x", false)]
    [InlineData("https://printer.local/x", false)]
    [InlineData("https://127.0.0.1/x", false)]
    [InlineData("https://2130706433/x", false)]
    [InlineData("https://0x7f.1/x", false)]
    [InlineData("https://10.1.2.3/x", false)]
    [InlineData("https://169.254.169.254/latest/meta-data", false)]
    [InlineData("https://[::1]/x", false)]
    [InlineData("https://[::ffff:10.0.0.1]/x", false)]
    [InlineData("https://[fd00::1]/x", false)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("not an address", false)]
    [InlineData("", false)]
    public void Only_public_hosts_under_https_are_push_services(string endpoint, bool allowed) => PushEndpoint.IsAllowed(endpoint, allowLocal: false).ShouldBe(allowed);

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("2a00:1450:4001:81b::200a", true)]
    [InlineData("0.0.0.0", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("172.16.0.1", false)]
    [InlineData("172.32.0.1", true)]
    [InlineData("192.168.1.1", false)]
    [InlineData("192.0.2.1", false)]
    [InlineData("198.19.0.1", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("fe80::1", false)]
    [InlineData("64:ff9b::a00:1", false)]
    [InlineData("2002:a00:1::1", false)]
    [InlineData("2001:db8::1", false)]
    [InlineData("::", false)]
    public void Addresses_of_private_and_special_networks_are_not_called(string address, bool expected) => PushEndpoint.IsPublic(IPAddress.Parse(address)).ShouldBe(expected);

    [Fact]
    public void A_device_has_a_point_on_the_curve_and_a_secret_of_16_bytes()
    {
        PushEndpoint.IsWellFormed(new("https://push.example.net/a", Receiver, Auth, "x"), false).ShouldBeTrue();
        var off = Bytes(Receiver);
        off[^1] ^= 1;
        PushEndpoint.IsWellFormed(new("https://push.example.net/a", Base64Url.EncodeToString(off), Auth, "x"), false).ShouldBeFalse();
        PushEndpoint.IsWellFormed(new("https://push.example.net/a", Receiver, "AAAA", "x"), false).ShouldBeFalse();
        PushEndpoint.IsWellFormed(new("https://push.example.net/a", "%%%", Auth, "x"), false).ShouldBeFalse();
        PushEndpoint.IsWellFormed(new(null!, null!, null!, null!), false).ShouldBeFalse();
    }

    [Fact]
    public void The_text_of_a_push_fits_whatever_people_wrote()
    {
        var item = new NotificationView("0123", "class_opened", "Live class open", NotificationUrgency.Urgent, "bell", new string('ü', 500), string.Concat(Enumerable.Repeat("😀", 400)), "/", "why", null, null, 1, DateTimeOffset.UnixEpoch, false);
        foreach (var items in new[] { [item], Enumerable.Repeat(item, 60).ToArray() })
        {
            var text = PushWorker.Text("ntf-" + new string('a', 32), items);
            text.Length.ShouldBeLessThanOrEqualTo(WebPushEncryption.MaxText);
            JsonDocument.Parse(text).RootElement.GetProperty("title").GetString()!.Length.ShouldBeGreaterThan(5);
        }
    }

    [Fact]
    public void A_link_that_ends_mails_names_its_person_and_cannot_be_made_by_others()
    {
        var key = RandomNumberGenerator.GetBytes(32);
        UnsubscribeToken.Read(key, UnsubscribeToken.Make(key, "sam", "class_moved")).ShouldBe(("sam", "class_moved"));
        UnsubscribeToken.Read(key, UnsubscribeToken.Make(key, "sam", null)).ShouldBe(("sam", null));
        var token = UnsubscribeToken.Make(key, "sam", null);
        UnsubscribeToken.Read(RandomNumberGenerator.GetBytes(32), token).ShouldBeNull();
        UnsubscribeToken.Read(key, $"{Base64Url.EncodeToString("eve/"u8)}.{token.Split('.')[1]}").ShouldBeNull();
        foreach (var bad in (string?[])[null, "", ".", "a.b", "%.%", token + "a", token[..^1], new string('a', 300), token.Split('.')[0]]) UnsubscribeToken.Read(key, bad).ShouldBeNull();
    }
}
