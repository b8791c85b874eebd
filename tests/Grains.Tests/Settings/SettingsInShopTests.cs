using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Chat;
using LearningHub.Grains.Interfaces.Orders;
using LearningHub.Grains.Interfaces.Payments;
using LearningHub.Grains.Interfaces.Settings;
using LearningHub.Grains.Tests.Chat;
using LearningHub.Grains.Tests.Orders;
using LearningHub.Grains.Tests.Payments;

namespace LearningHub.Grains.Tests.Settings;

/// <summary>What is set counts in the rooms that go by it.</summary>
[Collection("payments")]
public sealed class SettingsInShopTests(PaymentsHub hub)
{
    private async Task Set(string tenant, Setting setting, string value)
    {
        using var admin = ActorContext.As(new Actor(tenant, "ada", [Roles.Admin], null));
        var grain = hub.Grains.Settings(tenant);
        (await grain.Save(new((await grain.Get()).Version, ImmutableDictionary<string, string>.Empty.Add(setting.Name, value)))).Error.ShouldBeNull();
    }

    [Fact]
    public async Task An_unpaid_order_runs_out_when_the_academy_says_and_one_that_was_begun_keeps_its_time()
    {
        var shop = new Shop(hub.Grains, hub.NewTenant().Tenant);
        var course = await shop.Course(4900);
        await Set(shop.Tenant, SettingCatalogue.PayMinutes, "7");
        var order = Shop.NewOrder();
        var seen = await shop.Fill("sam", (course, 1));
        var before = TimeProvider.System.GetUtcNow();
        (await shop.Start("sam", order, seen)).Error.ShouldBeNull();
        await shop.Payment(order, p => p.Status is PaymentStatus.NeedsAction);
        var until = (await shop.Order(order)).PayUntil!.Value;
        until.ShouldBeInRange(before.AddMinutes(7).AddSeconds(-5), before.AddMinutes(8));

        await Set(shop.Tenant, SettingCatalogue.PayMinutes, "90");
        (await shop.Start("sam", order, seen)).Error.ShouldBeNull("a start that is sent again is the same start");
        (await shop.Order(order)).PayUntil.ShouldBe(until);
    }

    [Fact]
    public async Task After_the_days_that_were_set_no_admin_begins_a_refund_until_they_are_more()
    {
        var shop = new Shop(hub.Grains, hub.NewTenant().Tenant);
        var order = await shop.Bought("sam", (await shop.Course(4900), 1));
        await Set(shop.Tenant, SettingCatalogue.RefundDays, "14");
        async Task<Result<RefundQuote>> Quote()
        {
            using var _ = shop.AsAdmin();
            return await hub.Grains.Order(shop.Key(order)).QuoteRefund(RefundTerms.Everything);
        }
        (await Quote()).Error.ShouldBeNull();

        // As if it had been paid fifteen days ago: the grain that is asked next reads it so.
        await using (var earlier = hub.Database.CreateCommand("""
            update aggregate set doc = jsonb_set(doc, '{paidAt}', to_jsonb(now() - interval '15 days')) where type = 'order' and key = $1
            """))
        {
            earlier.Parameters.Add(new() { Value = shop.Key(order).ToString() });
            (await earlier.ExecuteNonQueryAsync()).ShouldBe(1);
        }
        await Wait.Until(async () =>
        {
            await hub.Grains.GetGrain<Orleans.Runtime.IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero);
            return (await Quote()).Error?.Code == "orders.refund_too_late";
        });
        using (shop.AsAdmin())
            (await hub.Grains.Refund(shop.Key(order), "late").Start(new(RefundTerms.Everything, new(4900, "EUR")))).Error!.Code.ShouldBe("orders.refund_too_late");
        await Set(shop.Tenant, SettingCatalogue.RefundDays, "20");
        (await Quote()).Error.ShouldBeNull();
        await Set(shop.Tenant, SettingCatalogue.RefundDays, "0");
        (await Quote()).Error.ShouldBeNull();
    }

    [Fact]
    public async Task Slow_mode_and_the_length_of_messages_count_at_once_and_the_teacher_does_not_wait()
    {
        var room = await Classroom.Open(hub.Grains, hub.NewTenant().Tenant, "sam");
        async Task<Result<ChatMessage>> Send(string who, string role, string text, string id)
        {
            using var _ = room.As(who, role);
            return await room.Room.Send(new SendMessage(text) { OperationId = id });
        }
        (await Send("sam", Roles.Student, new string('x', 300), "a")).Error.ShouldBeNull();
        await Set(room.Tenant, SettingCatalogue.MessageLength, "200");
        (await Send("sam", Roles.Student, new string('x', 300), "b")).Error!.Code.ShouldBe("chat.too_long");
        await Set(room.Tenant, SettingCatalogue.SlowMode, "120");
        (await Send("sam", Roles.Student, "again", "c")).Error!.ShouldSatisfyAllConditions(e => e.Code.ShouldBe("chat.slow_mode"), e => e.Kind.ShouldBe(ErrorKind.TooMany));
        (await Send("sam", Roles.Student, new string('x', 300), "a")).Error.ShouldBeNull("the one that was sent, sent again");
        foreach (var id in (string[])["d", "e"]) (await Send(Classroom.Instructor, Roles.Instructor, "Hello", id)).Error.ShouldBeNull();
    }
}
