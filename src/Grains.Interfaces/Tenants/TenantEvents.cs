using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Interfaces.Tenants;

[EventName("tenant.set_up")]
public sealed record TenantSetUp(string AdminId) : DomainEvent;
