using System.Net;
using System.Security.Cryptography;
using LearningHub.Grains.Tests.Hosting;
using LearningHub.Grains.Tests.Transcoding;
using LearningHub.Silo.Hosting;
using LearningHub.Web.Tests.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace LearningHub.Web.Tests.Media;

[Collection("web")]
public sealed class UploadTests(WebHub hub)
{
    private static readonly byte[] Bytes = MovieLike(300_000);

    [Fact]
    public async Task An_upload_that_is_cut_keeps_what_arrived_and_goes_on_from_there()
    {
        var (course, lesson) = await hub.Admin.VideoLesson();
        var upload = await hub.Admin.Opened(course, lesson, Bytes.Length);
        var release = new TaskCompletionSource();
        var half = hub.Admin.Send(upload, 0, new HeldContent(Bytes.AsMemory(0, 150_000), release.Task, breakOff: true));
        await Wait.Until(() => hub.Admin.Look(upload), seen => seen.Offset == 150_000);
        release.SetResult();
        await Should.ThrowAsync<HttpRequestException>(() => half);

        using var rest = await Wait.Until(() => hub.Admin.Send(upload, 150_000, Bytes.AsMemory(150_000)), r => r.StatusCode != HttpStatusCode.Locked);
        rest.StatusCode.ShouldBe(HttpStatusCode.NoContent, await rest.Content.ReadAsStringAsync());
        rest.Offset().ShouldBe(Bytes.Length);
        (await hub.Admin.Look(upload)).ShouldBe((HttpStatusCode.OK, Bytes.Length));
        using var again = await hub.Admin.Send(upload, Bytes.Length, ReadOnlyMemory<byte>.Empty);
        again.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var status = await hub.Admin.Get(upload.Replace("/uploads/", "/media/")).Expect(200);
        status["media"]!["length"]!.GetValue<long>().ShouldBe(Bytes.Length);
    }

    [Fact]
    public async Task Two_writers_at_once_are_told_apart()
    {
        var (course, lesson) = await hub.Admin.VideoLesson();
        var upload = await hub.Admin.Opened(course, lesson, Bytes.Length);
        var release = new TaskCompletionSource();
        var first = hub.Admin.Send(upload, 0, new HeldContent(Bytes.AsMemory(0, 1000), release.Task, breakOff: false));
        await Wait.Until(() => hub.Admin.Look(upload), seen => seen.Offset == 1000);
        using var second = await hub.Admin.Send(upload, 1000, Bytes.AsMemory(1000));
        second.StatusCode.ShouldBe(HttpStatusCode.Locked);
        release.SetResult();
        (await first).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Offsets_lengths_checksums_and_versions_are_held_to()
    {
        var (course, lesson) = await hub.Admin.VideoLesson();
        var upload = await hub.Admin.Opened(course, lesson, Bytes.Length);
        async Task<int> Status(Task<HttpResponseMessage> sending) { using var r = await sending; return (int)r.StatusCode; }

        (await Status(hub.Admin.Send(upload, 7, Bytes.AsMemory(0, 10)))).ShouldBe(409);
        (await Status(hub.Admin.Send(upload, 0, new byte[Bytes.Length + 1]))).ShouldBe(413);
        (await Status(hub.Admin.Send(upload, 0, new HeldContent(new byte[Bytes.Length + 1], Task.CompletedTask, false)))).ShouldBe(413);
        (await hub.Admin.Look(upload)).Offset.ShouldBeLessThanOrEqualTo(Bytes.Length);

        upload = await hub.Admin.Opened(course, lesson, Bytes.Length);
        (await Status(hub.Admin.Send(upload, 0, Bytes.AsMemory(0, 10), "sha1 " + Convert.ToBase64String(SHA1.HashData("other"u8))))).ShouldBe(460);
        (await hub.Admin.Look(upload)).Offset.ShouldBe(0);
        (await Status(hub.Admin.Send(upload, 0, Bytes.AsMemory(0, 10), "sha256 " + Convert.ToBase64String(SHA256.HashData(Bytes.AsSpan(0, 10)))))).ShouldBe(204);
        (await Status(hub.Admin.Send(upload, 10, Bytes.AsMemory(0, 10), "md5 AAAA"))).ShouldBe(400);
        (await Status(hub.Admin.Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, upload)))).ShouldBe(412);
        (await Status(hub.Admin.Open(course, lesson, 9L * 1024 * 1024 * 1024))).ShouldBe(413);
        (await Status(hub.Admin.Open(course, lesson, 10, "letter.pdf", "application/pdf"))).ShouldBe(422);
        (await Status(hub.Admin.Open(course, "nowhere", 10))).ShouldBe(404);

        using var options = await hub.Visitor().Http.SendAsync(new HttpRequestMessage(HttpMethod.Options, "/api/v1/uploads"));
        options.Headers.GetValues("Tus-Extension").Single().ShouldBe("creation,expiration,checksum,termination");
        options.Headers.GetValues("Tus-Max-Size").Single().ShouldBe("8589934592");
    }

    [Fact]
    public async Task An_upload_is_its_owners_alone_and_can_be_given_up()
    {
        var (course, lesson) = await hub.Admin.VideoLesson();
        var upload = await hub.Admin.Opened(course, lesson, Bytes.Length);
        using var rival = await (await hub.Visitor().Register("Rita Rival")).MadeInstructorBy(hub.Admin);
        (await rival.Look(upload)).Status.ShouldBe(HttpStatusCode.NotFound);
        using (var sent = await rival.Send(upload, 0, Bytes.AsMemory(0, 10))) sent.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using (var deleted = await rival.Http.SendAsync(TusUpload.Request(HttpMethod.Delete, upload))) deleted.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using (var opened = await rival.Open(course, lesson, 10)) opened.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var student = await hub.Visitor().Register();
        (await student.Look(upload)).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await hub.Visitor().Look(upload)).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await hub.OtherAdmin.Look(upload)).Status.ShouldBe(HttpStatusCode.NotFound);

        using (var deleted = await hub.Admin.Http.SendAsync(TusUpload.Request(HttpMethod.Delete, upload))) deleted.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await hub.Admin.Look(upload)).Status.ShouldBe(HttpStatusCode.Gone);
    }

    [Fact]
    public async Task A_file_that_is_no_video_is_refused_when_its_bytes_are_seen()
    {
        var (course, lesson) = await hub.Admin.VideoLesson();
        var upload = await hub.Admin.Opened(course, lesson, 5000);
        (await hub.Admin.Send(upload, 0, new byte[5000]).ExpectProblem(422)).ShouldBe("media.not_video");
        (await hub.Admin.Look(upload)).Status.ShouldBe(HttpStatusCode.Gone);
    }

    [FactWithFFmpeg]
    public async Task An_upload_outlives_the_server_and_becomes_a_video()
    {
        var folder = Path.Combine(Path.GetTempPath(), "hub-web-" + Guid.NewGuid().ToString("n")[..8]);
        var clip = await File.ReadAllBytesAsync(TestClips.Small);
        var half = clip.Length / 2;
        string upload, token, email = "admin@main.test";
        try
        {
            await using (var first = await Hub(folder))
            {
                using var admin = new HubClient(Address(first));
                await admin.Post("/api/v1/setup", new { name = "main", adminName = "Ada Admin", adminEmail = email, adminPassword = HubClient.Password }).Expect(200, 201);
                await admin.SignIn(email);
                token = admin.Token;
                var (course, lesson) = await admin.VideoLesson();
                upload = await admin.Opened(course, lesson, clip.Length);
                using (var sent = await admin.Send(upload, 0, clip.AsMemory(0, half))) sent.Offset().ShouldBe(half);
                await first.App.StopAsync();
            }
            await using var second = await Hub(folder);
            using var again = new HubClient(Address(second));
            again.Http.DefaultRequestHeaders.Authorization = new("Bearer", token);
            (await again.Look(upload)).ShouldBe((HttpStatusCode.OK, half));
            using (var sent = await again.Send(upload, half, clip.AsMemory(half))) sent.StatusCode.ShouldBe(HttpStatusCode.NoContent);
            await Wait.Until(() => again.Get(upload.Replace("/uploads/", "/media/")).Expect(200),
                status => status["media"]!["state"]!.GetValue<string>() == "ready", TimeSpan.FromMinutes(6));
            await second.App.StopAsync();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<HubHost> Hub(string folder)
    {
        var host = await HubHost.Create(new HostSettings { Port = 0, DataPath = folder }, builder => builder.Configuration["Logging:LogLevel:Default"] = "Warning");
        await host.App.StartAsync();
        return host;
    }

    private static Uri Address(HubHost host) => new(host.App.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>Begins as an MP4 does; the rest is noise.</summary>
    private static byte[] MovieLike(int length)
    {
        var bytes = new byte[length];
        new Random(3).NextBytes(bytes);
        "\0\0\0\u0018ftypisom"u8.CopyTo(bytes);
        return bytes;
    }
}
