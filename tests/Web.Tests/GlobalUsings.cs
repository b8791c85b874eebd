global using LearningHub.Grains.Interfaces.Common;
global using Microsoft.Extensions.DependencyInjection;
