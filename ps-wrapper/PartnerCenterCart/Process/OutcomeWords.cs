namespace PartnerCenterCart
{
    using System.Collections.Generic;
    using System.Globalization;

    /// <summary>Says to a person what became of a command.</summary>
    internal static class OutcomeWords
    {
        /// <summary>What became of a command that the user has stopped.</summary>
        internal static string OfStopped(PendingCommand command)
        {
            if (command.SignIn != null)
            {
                return PartnerCart.SignIn == command.SignIn
                    ? "it was done all the same; Get-PartnerContext shows who is signed in."
                    : "it signed nobody in. Run Connect-PartnerCenter to login.";
            }

            if (!command.Changes)
            {
                return command.Name == PartnerCart.DisconnectName ? "nobody is signed in any more." : "it changed nothing.";
            }

            return string.Format(
                CultureInfo.InvariantCulture,
                "it {0}. RequestId {1}, CorrelationId {2}.",
                OfAnswer(command.Answer),
                command.RequestId,
                command.CorrelationId);
        }

        private static string OfAnswer(Dictionary<string, object> answer)
        {
            object error;
            if (!answer.TryGetValue("Error", out error))
            {
                return "was done all the same" + Ids((Dictionary<string, object>)answer["Result"]);
            }

            switch (ErrorRecords.Text((Dictionary<string, object>)error, "Outcome"))
            {
                case "NotSent":
                    return "was not sent to Partner Center";
                case "Rejected":
                    return "was refused by Partner Center";
                default:
                    return "may have been done; look at the customer's carts and orders before you repeat it";
            }
        }

        internal static string OfFailed(Dictionary<string, object> error)
        {
            string status = ErrorRecords.Text(error, "StatusCode");
            string attempts = ErrorRecords.Text(error, "Attempts");
            return "failed (" + ErrorRecords.Text(error, "Outcome")
                + (status.Length == 0 ? string.Empty : ", HTTP " + status)
                + (attempts.Length == 0 ? string.Empty : ", attempts " + attempts)
                + ")";
        }

        /// <summary>By what the user finds the cart or the orders that nobody takes any more.</summary>
        private static string Ids(Dictionary<string, object> result)
        {
            string cart = ErrorRecords.Text(result, "CartId");
            object orders;
            result.TryGetValue("Orders", out orders);
            List<string> ids = new List<string>();
            foreach (object order in orders as List<object> ?? new List<object>())
            {
                Dictionary<string, object> members = order as Dictionary<string, object>;
                if (members != null)
                {
                    ids.Add(ErrorRecords.Text(members, "Id"));
                }
            }

            return (cart.Length == 0 ? string.Empty : ", CartId " + cart)
                + (ids.Count == 0 ? string.Empty : ", orders " + string.Join(", ", ids.ToArray()));
        }
    }
}
