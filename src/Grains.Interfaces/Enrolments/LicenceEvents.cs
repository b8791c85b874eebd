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
