namespace LearningHub.WebFrontend.LiveClasses.Recordings;

/// <summary>One dark picture of 320x180, as H.264: what is shown of a class that is only heard.</summary>
internal static class StillPicture
{
    public static readonly VideoDescription Description = new(320, 180, Convert.FromBase64String("AULAHv/hABlnQsAe2QFBn58BEAAAAwAQAAADACDxYuSAAQAFaMuDyyA="));
    public static readonly byte[] Key = Convert.FromBase64String(
        "AAAAzGWIhAVoRigAD6DHAAEB6OAAIA8nJycnJycnJycnJycnJycnJycnXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXgA==");
}
