global using LearningHub.Grains.Interfaces.Common;
global using Orleans;
