using LearningHub.Silo.Database;
using Npgsql;

namespace LearningHub.Grains.Tests.Hosting;

public sealed class ConnectionTests
{
    [Fact]
    public void What_the_operator_says_of_connections_stays_and_the_rest_is_bounded()
    {
        var plain = new NpgsqlConnectionStringBuilder(HubDatabase.Tuned("Host=db;Username=hub", 40));
        (plain.MaxPoolSize, plain.MaxAutoPrepare, plain.Timeout, plain.CommandTimeout).ShouldBe((40, 64, 5, 15));
        plain.Options!.ShouldContain("idle_in_transaction_session_timeout");
        var said = new NpgsqlConnectionStringBuilder(HubDatabase.Tuned("Host=db;Username=hub;Maximum Pool Size=7;Timeout=9;Application Name=mine", 40));
        (said.MaxPoolSize, said.Timeout, said.CommandTimeout, said.ApplicationName).ShouldBe((7, 9, 15, "mine"));
    }
}
