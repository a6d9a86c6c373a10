using Conversations.Client.Testing.Seeds;
using Conversations.Client.Testing.State;

namespace Conversations.Client.Testing;

/// <summary>
/// The projects, users, roles, keys, tokens, sessions, persons and e-mail channels. An entry that already exists is replaced.
/// </summary>
public sealed class FakeDirectory
{
    private readonly FakeState _state;

    internal FakeDirectory(FakeState state) => _state = state;

    /// <summary>Adds a project.</summary>
    /// <param name="seed">The project.</param>
    /// <exception cref="TimeZoneNotFoundException">Its time zone is not known.</exception>
    public void Add(ProjectSeed seed) => Add(seed, DirectorySeeding.Add);

    /// <summary>Adds a user.</summary>
    /// <param name="seed">The user.</param>
    /// <exception cref="InvalidOperationException">A project is not in the fake.</exception>
    public void Add(UserSeed seed) => Add(seed, DirectorySeeding.Add);

    /// <summary>Adds a role.</summary>
    /// <param name="seed">The role.</param>
    public void Add(RoleSeed seed) => Add(seed, DirectorySeeding.Add);

    /// <summary>Adds a personal API key.</summary>
    /// <param name="seed">The key.</param>
    /// <exception cref="InvalidOperationException">Its user or a project is not in the fake.</exception>
    public void Add(ApiKeySeed seed) => Add(seed, DirectorySeeding.Add);

    /// <summary>Adds an OAuth token.</summary>
    /// <param name="seed">The token.</param>
    /// <exception cref="InvalidOperationException">Its user or a project is not in the fake.</exception>
    public void Add(OAuthTokenSeed seed) => Add(seed, DirectorySeeding.Add);

    /// <summary>Adds a browser session.</summary>
    /// <param name="seed">The session.</param>
    /// <exception cref="InvalidOperationException">Its user is not in the fake.</exception>
    public void Add(SessionSeed seed) => Add(seed, DirectorySeeding.Add);

    /// <summary>Adds a person.</summary>
    /// <param name="seed">The person.</param>
    /// <exception cref="InvalidOperationException">The project is not in the fake.</exception>
    public void Add(PersonSeed seed) => Add(seed, DirectorySeeding.Add);

    /// <summary>Adds an e-mail channel.</summary>
    /// <param name="seed">The channel.</param>
    /// <exception cref="InvalidOperationException">The project is not in the fake.</exception>
    public void Add(EmailChannelSeed seed) => Add(seed, DirectorySeeding.Add);

    private void Add<T>(T seed, Action<FakeState, T> add)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(seed);
        using (_state.Enter())
        {
            add(_state, seed);
        }
    }
}
