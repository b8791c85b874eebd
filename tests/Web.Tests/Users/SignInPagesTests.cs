using System.Net;
using LearningHub.Web.Tests.Hosting;

namespace LearningHub.Web.Tests.Users;

[Collection("web")]
public sealed class SignInPagesTests(WebHub hub) : IDisposable
{
    private const string Password = "a rather long one";
    private readonly Browser _browser = new(hub);
    private readonly string _email = Browser.NewEmail();

    private Task<(HttpStatusCode Status, string? Location, string Html)> Register(string @return = "") =>
        _browser.Post("/register", ("name", "Pia"), ("email", _email), ("password", Password), ("return", @return));

    [Fact]
    public async Task A_visitor_registers_is_signed_in_and_goes_on_where_they_were()
    {
        var (status, location, _) = await Register("/catalogue?q=x");
        (status, location).ShouldBe((HttpStatusCode.SeeOther, "/catalogue?q=x"));
        _browser.LastSetCookie.ShouldContain("httponly", Case.Insensitive);
        _browser.LastSetCookie.ShouldContain("samesite=lax", Case.Insensitive);
        _browser.LastSetCookie.ShouldNotContain("max-age", Case.Insensitive);
        _browser.LastSetCookie.ShouldNotContain("expires=", Case.Insensitive);
        var account = await _browser.Get("/account");
        account.Status.ShouldBe(HttpStatusCode.OK);
        account.Html.ShouldContain(_email);
        account.Html.ShouldContain("not confirmed yet");
    }

    [Fact]
    public async Task What_is_wrong_is_said_at_its_field_and_what_was_typed_is_kept()
    {
        var (status, _, html) = await _browser.Post("/register", ("name", "Pia \"<b>"), ("email", _email), ("password", "short"));
        status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        html.ShouldContain("A password has at least 10 characters.");
        html.ShouldContain(_email);
        html.ShouldNotContain("value=\"short\"");
    }

    [Fact]
    public async Task The_sign_in_page_leads_back_but_never_to_another_site()
    {
        await Register();
        foreach (var (asked, lands) in ((string, string)[])[("/catalogue", "/catalogue"), ("//evil.test", "/"), ("https://evil.test", "/"), ("/\\evil.test", "/"), ("", "/")])
        {
            using var browser = new Browser(hub);
            (await browser.Post("/sign-in", ("email", _email), ("password", Password), ("return", asked))).Location.ShouldBe(lands);
        }
    }

    [Fact]
    public async Task A_page_that_needs_a_person_asks_for_one_and_remembers_itself()
    {
        var (status, location, _) = await _browser.Get("/account?done=profile");
        (status, location).ShouldBe((HttpStatusCode.SeeOther, "/sign-in?return=" + Uri.EscapeDataString("/account?done=profile")));
    }

    [Fact]
    public async Task Keep_me_signed_in_keeps_the_cookie_and_signing_out_ends_the_session()
    {
        await Register();
        await _browser.Post("/sign-in", ("email", _email), ("password", Password), ("remember", "on"));
        _browser.LastSetCookie.ShouldContain("expires=", Case.Insensitive);
        var session = _browser.Session;

        (await _browser.Get("/sign-out")).Status.ShouldNotBe(HttpStatusCode.SeeOther);
        (await _browser.Post("/sign-out")).Location.ShouldBe("/");
        _browser.Session.ShouldBe("");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/account");
        request.Headers.Add("Cookie", $"hub_session={session}");
        (await _browser.Send(request)).Status.ShouldBe(HttpStatusCode.SeeOther);
    }

    [Fact]
    public async Task A_form_from_another_site_is_refused()
    {
        await Register();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/account/sessions/end") { Content = new FormUrlEncodedContent([]) };
        request.Headers.Add("Sec-Fetch-Site", "cross-site");
        (await _browser.Send(request)).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task The_mailed_link_confirms_only_when_its_button_is_pressed()
    {
        await Register();
        var token = await Browser.MailedToken(hub, _email, "/confirm");
        (await _browser.Get($"/confirm?token={Uri.EscapeDataString(token)}")).Html.ShouldContain("Confirm my address");
        (await _browser.Get("/account")).Html.ShouldContain("not confirmed yet");
        (await _browser.Post("/confirm", ("token", token))).Location.ShouldBe("/confirm?done=1");
        (await _browser.Get("/confirm?done=1")).Html.ShouldContain("is confirmed");
        (await _browser.Get("/account")).Html.ShouldNotContain("not confirmed yet");
        (await _browser.Post("/confirm", ("token", token + "x"))).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task A_forgotten_password_is_set_anew_once_and_every_session_ends()
    {
        await Register();
        using var elsewhere = new Browser(hub);
        var known = await elsewhere.Post("/forgot", ("email", _email));
        var unknown = await elsewhere.Post("/forgot", ("email", Browser.NewEmail()));
        known.Location.ShouldBe("/forgot?done=1");
        unknown.Location.ShouldBe(known.Location);
        (await elsewhere.Get("/forgot?done=1")).Html.ShouldContain("Look into your mail");

        var token = await Browser.MailedToken(hub, _email, "/reset");
        (await elsewhere.Post("/reset", ("token", token), ("password", "short"))).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await elsewhere.Post("/reset", ("token", token), ("password", "another long one"))).Location.ShouldBe("/sign-in?done=reset");
        (await elsewhere.Post("/reset", ("token", token), ("password", "and another long one"))).Html.ShouldContain("not valid any more");
        (await _browser.Get("/account")).Status.ShouldBe(HttpStatusCode.SeeOther);
        (await elsewhere.Post("/sign-in", ("email", _email), ("password", "another long one"))).Status.ShouldBe(HttpStatusCode.SeeOther);
    }

    [Fact]
    public async Task The_account_page_changes_name_and_password_and_ends_sessions()
    {
        await Register();
        using var phone = new Browser(hub);
        await phone.Post("/sign-in", ("email", _email), ("password", Password));

        (await _browser.Post("/account/profile", ("name", "Pia Pallas"), ("headline", "Reads"), ("zone", "Europe/Rome"))).Location.ShouldBe("/account?done=profile");
        (await _browser.Get("/account")).Html.ShouldContain("Pia Pallas");
        (await _browser.Post("/account/profile", ("name", ""), ("headline", "Kept"), ("zone", ""))).Html.ShouldContain("Kept");
        (await _browser.Post("/account/password", ("current", "wrong"), ("password", "another long one"))).Html.ShouldContain("not your current password");
        var session = phone.Session.Split('.')[1];
        (await _browser.Post($"/account/sessions/{session}/end")).Location.ShouldBe("/account?done=session");
        (await phone.Get("/account")).Status.ShouldBe(HttpStatusCode.SeeOther);
        (await _browser.Get("/account")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_outbox_is_for_admins_where_it_is_not_opened()
    {
        (await _browser.Get("/outbox")).Status.ShouldBe(HttpStatusCode.SeeOther);
        await Register();
        (await _browser.Get("/outbox")).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await hub.Admin.Get("/outbox")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    public void Dispose() => _browser.Dispose();
}
