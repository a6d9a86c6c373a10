using Consumer;
using Conversations.Client.Testing;

// What a user's program does with the packages, run against the fake. Each section can be read on its own.
await using var fake = new FakeConversationsServer();
await using FakeConversationsHost host = await fake.StartAsync();
fake.Directory.Add(new UserSeed { Id = 7, Email = "max@acme.example" });

await Clients.RunAsync(fake, host);
using var client = Clients.Plain(fake, host);
await Talk.RunAsync(fake, client);
await ConversationsAndQueue.RunAsync(fake, client);
await Tickets.RunAsync(fake, client);
await TeamCalls.RunAsync(fake);
await Views.RunAsync(client);
await Errors.RunAsync(fake, client);
await GivenUpBodies.RunAsync();

Console.WriteLine($"consumer on {System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription}: {Expect.Count} checks as expected");
