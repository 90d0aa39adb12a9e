namespace PartnerCenterCart.Process;

/// <summary>What a command waits for before it is sent.</summary>
/// <param name="gone">Ends when the obstacle is gone.</param>
/// <param name="process">The process that it depends on.</param>
/// <param name="required">A command without whose success this one can't be sent.</param>
internal sealed class Obstacle(Task gone, CartProcess process, PendingCommand? required = null) {
    internal Task Gone => gone;
    internal CartProcess Process => process;
    internal JsonObject? Failure => required?.Answer.Result is { } answer && answer.ContainsKey("Error") ? answer : null;
}
