using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Interfaces.Enrolments;

// The event's key is a LicenceKey: tenant/order/course. A code is named only once it is worth nothing any more.

[EventName("licence.issued")]
public sealed record LicencesWereIssued(string BuyerId, int Count) : DomainEvent;

/// <param name="Ground">Of the enrolment: <c>licence-{code}</c>.</param>
[EventName("licence.redeemed")]
public sealed record LicenceWasRedeemed(string UserId, string Ground) : DomainEvent;

/// <summary>A redemption came to nothing (the course refused the person): the code is good again.</summary>
[EventName("licence.handed_back")]
public sealed record LicenceHandedBack(string UserId, string Ground) : DomainEvent;

[EventName("licence.revoked")]
public sealed record LicencesWereRevoked(string Reason) : DomainEvent;

// A seat pool's events; the key is a CourseKey.

[EventName("seats.reserved")]
public sealed record SeatsReserved(string OrderId, int Count) : DomainEvent;

[EventName("seats.confirmed")]
public sealed record SeatsConfirmed(string OrderId, int Count) : DomainEvent;

/// <param name="RanOut">Nobody let them go: their time was over.</param>
[EventName("seats.released")]
public sealed record SeatsReleased(string OrderId, int Count, bool RanOut) : DomainEvent;

/// <summary>A person waits for a place.</summary>
/// <param name="First">Nobody waited before: a run that passes places on begins.</param>
[EventName("seats.waiting_joined")]
public sealed record WaitingListJoined(string UserId, long Ticket, bool First) : DomainEvent;

/// <summary>A person waits no more: they said so, or have a place by other means.</summary>
[EventName("seats.waiting_left")]
public sealed record WaitingListLeft(string UserId) : DomainEvent;

/// <summary>A place is held for the first of those who wait.</summary>
[EventName("seats.offered")]
public sealed record SeatOffered(string UserId, DateTimeOffset Until) : DomainEvent;

/// <summary>The place was not taken in time, or not wanted; it goes to the next.</summary>
[EventName("seats.offer_ended")]
public sealed record SeatOfferEnded(string UserId, bool RanOut) : DomainEvent;
