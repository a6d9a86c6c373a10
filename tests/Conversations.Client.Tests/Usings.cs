global using Conversations.Tests;
global using Xunit;
