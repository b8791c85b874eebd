global using LearningHub.Grains.Interfaces.Common;
global using LearningHub.WebFrontend.Common;
global using Orleans;
