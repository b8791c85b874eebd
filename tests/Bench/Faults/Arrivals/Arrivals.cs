using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using LearningHub.Grains.Interfaces.Notifications;
using LearningHub.Grains.Tests.Email;
using LearningHub.Grains.Tests.Notifications;

namespace LearningHub.Bench.Faults;

/// <summary>Where the mails and pushes of a run arrive: a mail server and a push service of its own, outside the host, which live through every kill.</summary>
internal sealed partial class Arrivals : IAsyncDisposable
{
    private readonly SmtpStub _smtp;
    private readonly PushServiceStub _pushes;
    private readonly Lock _lock = new();
    private readonly List<ArrivedMail> _mails = [];

    private Arrivals(SmtpStub smtp, PushServiceStub pushes) => (_smtp, _pushes) = (smtp, pushes);

    public static async Task<Arrivals> Start() => new(new(), await PushServiceStub.Start());

    /// <summary>What the host must be told so that it sends here, and so that a worker's death is over before the patience of a run is.</summary>
    public IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>
    {
        ["Hub__Smtp__Host"] = "127.0.0.1", ["Hub__Smtp__Port"] = _smtp.Port.ToString(CultureInfo.InvariantCulture), ["Hub__Smtp__From"] = "hub@fault.test", ["Hub__Smtp__Tls"] = "false", ["Hub__Smtp__HoldSeconds"] = "40",
        ["Hub__Notifications__MailGraceSeconds"] = "1", ["Hub__Notifications__HoldSeconds"] = "15", ["Hub__Notifications__AllowLocalPush"] = "true",
    };

    /// <summary>In the order of their arrival; what was sent twice is here twice.</summary>
    public ImmutableArray<ArrivedMail> Mails()
    {
        lock (_lock)
        {
            while (_smtp.Received.TryDequeue(out var raw)) _mails.Add(ArrivedMail.Read(raw));
            return [.. _mails];
        }
    }

    public ImmutableArray<Pushed> Pushes() => [.. _pushes.Received];

    /// <summary>Requests that no push service would take.</summary>
    public IEnumerable<string> PushFaults => _pushes.Faults;

    /// <summary>A browser that lets itself be told.</summary>
    public AddPushDevice Browser(string name) => _pushes.Subscribe(name);

    /// <summary>What the mail says that confirms this address; null: it has not come yet.</summary>
    public string? ConfirmationOf(string email) =>
        Mails().Where(m => m.To.Equals(email, StringComparison.OrdinalIgnoreCase)).Select(m => ConfirmLink().Match(m.Text)).FirstOrDefault(m => m.Success)?.Groups[1].Value is { } token ? Uri.UnescapeDataString(token) : null;

    [GeneratedRegex(@"/confirm\?token=([^\s]+)")]
    private static partial Regex ConfirmLink();

    public async ValueTask DisposeAsync()
    {
        await _smtp.DisposeAsync();
        await _pushes.DisposeAsync();
    }
}
