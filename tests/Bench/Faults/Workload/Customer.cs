using System.Globalization;

namespace LearningHub.Bench.Faults;

/// <summary>Buys and sits exams, over and over, each time as somebody new.</summary>
internal sealed class Customer(FaultClient client, Academy academy, string name, Random random, TimeSpan patience)
{
    private static readonly Ending[] Endings = [Ending.Paid, Ending.Paid, Ending.Paid, Ending.DeclinedThenPaid, Ending.Refunded, Ending.Cancelled];

    public async Task Work(CancellationToken finish, CancellationToken cancellation)
    {
        for (var life = 1; !finish.IsCancellationRequested; life++)
        {
            var op = string.Create(CultureInfo.InvariantCulture, $"{name}-{life}");
            if (await Person.Register(client, op, "Otto Other", cancellation) is not { } me || !await me.Enrol(client, $"{op}-enrol", academy.Exams.Course, cancellation)) continue;
            await Sit(client, academy.Exams.HandedIn, me, op, random.Next(2, 8), random, cancellation);
            await Buy(client, academy, me, op, random, patience, cancellation);
        }
    }

    public static async Task Sit(FaultClient client, Exam exam, Person me, string op, int saves, Random random, CancellationToken cancellation)
    {
        var sitting = new Sitting(client, exam, me, op, random);
        if (!await sitting.Begin(cancellation)) return;
        for (; saves > 0 && await sitting.Save(cancellation); saves--) await Task.Delay(TimeSpan.FromMilliseconds(random.Next(1, 30)), TimeProvider.System, cancellation);
        if (exam.Limit is null) await sitting.HandIn(cancellation);
    }

    public static async Task Buy(FaultClient client, Academy academy, Person me, string op, Random random, TimeSpan patience, CancellationToken cancellation)
    {
        var purchase = new Purchase(client, academy, academy.Shop.Offer, me, $"{op}-order".PadRight(20, 'x'), patience);
        if (await purchase.FillCart(cancellation)) await purchase.Make(Endings[random.Next(Endings.Length)], cancellation);
    }
}
