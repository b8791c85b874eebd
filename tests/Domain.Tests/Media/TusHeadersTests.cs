using LearningHub.WebFrontend.Media;

namespace LearningHub.Domain.Tests.Media;

public sealed class TusHeadersTests
{
    [Theory]
    [InlineData("0", 0L)]
    [InlineData("8589934592", 8589934592L)]
    [InlineData("007", 7L)]
    [InlineData("-1", null)]
    [InlineData("+1", null)]
    [InlineData(" 1", null)]
    [InlineData("1.0", null)]
    [InlineData("0x10", null)]
    [InlineData("99999999999999999999", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Lengths_and_offsets_are_digits_only(string? text, long? number) => TusHeaders.Number(text).ShouldBe(number);

    [Fact]
    public void Metadata_are_pairs_of_key_and_base64_value()
    {
        var metadata = TusHeaders.Metadata("filename ZsO8ciBkaWNoLm1wNA==, filetype dmlkZW8vbXA0,empty,alsoempty ")!;
        metadata["filename"].ShouldBe("für dich.mp4");
        metadata["filetype"].ShouldBe("video/mp4");
        metadata["empty"].ShouldBe("");
        metadata["alsoempty"].ShouldBe("");
        TusHeaders.Metadata("")!.ShouldBeEmpty();
        TusHeaders.Metadata(null)!.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("filename a2V5,filename a2V5")]
    [InlineData("filename not-base64!")]
    [InlineData("filename a2V5 a2V5")]
    [InlineData("filename a2V")]
    [InlineData("filename //4=")]
    [InlineData(",")]
    [InlineData("naïve a2V5")]
    public void Malformed_metadata_are_refused_whole(string header) => TusHeaders.Metadata(header).ShouldBeNull();

    [Theory]
    [InlineData("sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0=", true)]
    [InlineData("sha256 uU0nuZNNPgilLlLX2n2r+sSE7+N6U4DukIj3rOLvzek=", true)]
    [InlineData("sha256 Kq5sNclPz7QV2+lfQIuc6R7oRu0=", false)]
    [InlineData("md5 XrY7u+Ae7tCTyyK7j1rNww==", false)]
    [InlineData("sha1", false)]
    [InlineData("sha1  Kq5sNclPz7QV2+lfQIuc6R7oRu0=", false)]
    [InlineData("sha1 ???", false)]
    public void Checksums_are_of_a_known_algorithm_and_its_length(string header, bool valid)
    {
        TusHeaders.TryChecksum(header, out var checksum).ShouldBe(valid);
        (checksum is not null).ShouldBe(valid);
    }

    [Fact]
    public void No_checksum_is_no_error()
    {
        TusHeaders.TryChecksum(null, out var checksum).ShouldBeTrue();
        checksum.ShouldBeNull();
    }
}
