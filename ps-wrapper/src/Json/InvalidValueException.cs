namespace PartnerCenterCart.Json;

/// <summary>A value that can't be a part of a command. The message names the member, but never the value of a secret.</summary>
internal sealed class InvalidValueException(string path, string problem) : Exception($"{(path.Length == 0 ? "The command" : path)} {problem}.");
