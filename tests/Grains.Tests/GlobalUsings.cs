global using LearningHub.Grains.Interfaces.Common;
global using LearningHub.Grains.Tests.Hosting;
global using Microsoft.Extensions.DependencyInjection;
global using Orleans;
