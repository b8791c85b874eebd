using LearningHub.Grains.Carts;
using LearningHub.Grains.Interfaces.Carts;
using LearningHub.Grains.Interfaces.Coupons;
using LearningHub.Grains.Tests.Courses;

namespace LearningHub.Grains.Tests.Carts;

public sealed class CartRestartTests
{
    [Fact]
    public async Task A_cart_a_reservation_and_half_made_codes_are_there_after_a_restart_and_abandonment_is_told_once()
    {
        var server = await TestServer.Shared();
        var database = await server.NewDatabase();
        try
        {
            string course;
            await using (var host = await TestHost.Start(database))
            {
                var school = new School(host.Grains, "t");
                course = await school.Published(price: 1_000);
                using (school.Student("sam")) await host.Grains.Cart(CartKey.OfPerson("t", "sam")).Add(new(course, 2, null)).Done();
                using (school.Platform()) await host.Grains.SeatPool(new("t", course)).Reserve(new("o1", 2, TimeProvider.System.GetUtcNow().AddMinutes(30))).Done();
                using (school.Teacher())
                {
                    await host.Grains.Coupon(new("t", "k")).Create(new("", new("Bulk", CouponKind.Percentage, 1_000, [], [], null, null, "UTC", null, null, [], false, true))).Done();
                    await host.Grains.Coupon(new("t", "k")).GenerateCodes(new(20_000)).Done();
                }
                await using var shown = host.Database.CreateCommand("select count(*) from rm_cart where lines > 0");
                await Wait.Until(async () => (long)(await shown.ExecuteScalarAsync())! == 1);
            }
            // A day and an hour later, as far as the cart can tell.
            await using (var source = Npgsql.NpgsqlDataSource.Create(database))
            await using (var command = source.CreateCommand("update aggregate set doc = jsonb_set(doc, '{touchedAt}', to_jsonb(now() - interval '25 hours')) where type = 'cart'"))
            {
                (await command.ExecuteNonQueryAsync()).ShouldBe(1);
                await using var list = source.CreateCommand("update rm_cart set touched_at = now() - interval '25 hours'");
                (await list.ExecuteNonQueryAsync()).ShouldBe(1);
            }

            await using (var host = await TestHost.Start(database))
            {
                var school = new School(host.Grains, "t");
                var cart = host.Grains.Cart(CartKey.OfPerson("t", "sam"));
                using (school.Platform())
                {
                    await host.Services.GetRequiredService<CartSweep>().Sweep(default);
                    await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => cart.Sweep().Done()));
                    (await host.Grains.SeatPool(new("t", course)).Get()).Held.ShouldBe(2);
                }
                using (school.Student("sam")) (await cart.Get().Done()).Lines.Single().Quantity.ShouldBe(2);
                using (school.Teacher()) await Wait.Until(() => host.Grains.Coupon(new("t", "k")).Get(), c => c.Value!.Codes == 20_000, TimeSpan.FromSeconds(120));
                await using var told = host.Database.CreateCommand("select count(*) from event where name = 'cart.abandoned'");
                ((long)(await told.ExecuteScalarAsync())!).ShouldBe(1);
                await using var codes = host.Database.CreateCommand("select count(distinct value) from claim where kind = 'coupon_code'");
                ((long)(await codes.ExecuteScalarAsync())!).ShouldBe(20_000);
            }
        }
        finally
        {
            await server.DropDatabase(database);
            await TestServer.Release();
        }
    }
}
