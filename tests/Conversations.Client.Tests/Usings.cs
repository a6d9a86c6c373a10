global using Conversations.Tests;
global using Conversations.Tests.OpenApi;
global using Conversations.Tests.Waiting;
global using Xunit;
