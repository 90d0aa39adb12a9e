namespace PartnerCenterCart.Errors;

/// <summary>Says to a person what became of a command.</summary>
internal static class Words {
    /// <summary>What became of a command that the user has stopped, or whose result could not be written any more.</summary>
    internal static string OfStopped(PendingCommand command) {
        string what = command.SignIn is not null
            ? SharedProcess.SignIn == command.SignIn
                ? "it was done all the same; Get-PartnerContext shows who is signed in."
                : "it signed nobody in. Run Connect-PartnerCenter to login."
            : command.Name == "Disconnect-PartnerCenter" ? "nobody is signed in any more."
            : !command.ChangesCart ? "it changed nothing."
            : $"it {OfAnswer(command.Answer.Result)}. {(command.Key is null ? $"RequestId {command.RequestId}" : "IdempotencyKey " + command.Key)}, CorrelationId {command.CorrelationId}.";
        return $"{command.Name} was stopped: {what}";
    }

    /// <summary>How a command failed, in brackets.</summary>
    internal static string OfFailed(JsonObject error) {
        string status = error.Text("StatusCode");
        string attempts = error.Text("Attempts");
        return $"failed ({error.Text("Outcome")}{(status.Length == 0 ? string.Empty : ", HTTP " + status)}{(attempts.Length == 0 ? string.Empty : ", attempts " + attempts)})";
    }

    private static string OfAnswer(JsonObject answer) =>
        answer.Find("Error") is not JsonObject error ? "was done all the same" + Ids(answer.Object("Result"))
        : error.Text("Outcome") switch {
            Outcome.NotSent => "was not sent to Partner Center",
            Outcome.Rejected => "was rejected by Partner Center",
            _ => "may have been done; look at the customer's carts and orders before you repeat it"
        };

    /// <summary>The ids by which the user finds the cart or the orders.</summary>
    private static string Ids(JsonObject result) {
        string cart = result.Text("CartId");
        string orders = string.Join(", ", result.List("Orders").OfType<JsonObject>().Select(order => order.Text("Id")));
        return (cart.Length == 0 ? string.Empty : ", CartId " + cart) + (orders.Length == 0 ? string.Empty : ", orders " + orders);
    }
}
