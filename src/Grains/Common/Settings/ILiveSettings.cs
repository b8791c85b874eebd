using LearningHub.Grains.Interfaces.Settings;

namespace LearningHub.Grains.Common;

/// <summary>What an academy has set, as every room reads it: from the memory of this silo, looked up again when that is two seconds old. Ask before a decision, never between a
/// decision and its save.</summary>
internal interface ILiveSettings
{
    ValueTask<bool> Get(string tenant, OnOffSetting setting);
    ValueTask<int> Get(string tenant, NumberSetting setting);
}
