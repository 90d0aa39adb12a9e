using System.Diagnostics;
using System.Management.Automation;

namespace Microsoft.Store.PartnerCenter.PowerShell.Commands;

/// <summary>A cmdlet that lets partner-cart do its work, and writes the answer as objects or an error.</summary>
public abstract class PartnerCmdlet : PSCmdlet {
    /// <summary>The original's pattern. The original's also has the option Compiled, which costs milliseconds at each call.</summary>
    internal const string Guid = @"^(\{){0,1}[0-9a-fA-F]{8}\-[0-9a-fA-F]{4}\-[0-9a-fA-F]{4}\-[0-9a-fA-F]{4}\-[0-9a-fA-F]{12}(\}){0,1}$";

    private readonly TaskCompletionSource<bool> stopped = new();

    /// <summary>The object that was written last.</summary>
    private object? written;

    /// <summary>Whether the parameters must not be shown.</summary>
    internal virtual bool HasSecrets => false;

    /// <summary>The user's own name for the command; null if it has none.</summary>
    internal virtual string? Key => null;

    /// <summary>The cmdlet's own name, whatever Import-Module -Prefix makes of it.</summary>
    private string CommandName {
        get {
            CmdletAttribute cmdlet = (CmdletAttribute)Attribute.GetCustomAttribute(GetType(), typeof(CmdletAttribute));
            return cmdlet.VerbName + "-" + cmdlet.NounName;
        }
    }

    protected override void BeginProcessing() {
        foreach (string text in LastWords.TakeUnsaid()) {
            WriteWarning(text);
        }
    }

    protected override void StopProcessing() => stopped.TrySetResult(true);

    /// <summary>Runs a command, and writes its result as an object of that type.</summary>
    /// <param name="parameters">The names and values of the command's parameters.</param>
    /// <param name="complete">Adds what the result does not have.</param>
    internal void WriteResult<T>((string Name, object? Value)[] parameters, Action<T>? complete = null)
        where T : new() =>
        Run(
            parameters,
            (command, result) => {
                ModelReader reader = new();
                T model = reader.Read<T>(result);
                complete?.Invoke(model);
                reader.Warnings.ForEach(command.Warn);
                RemoteResults.KeepWhole(Host, typeof(T));
                written = model;
                WriteObject(model);
            });

    /// <summary>Runs a command; what comes of it is written by the given function.</summary>
    internal void Run((string Name, object? Value)[] parameters, Action<PendingCommand, JsonObject> write) {
        JsonObject json = [];
        try {
            foreach ((string name, object? value) in parameters.Where(parameter => parameter.Value is not null)) {
                json[name] = ModelWriter.ToJson(name, value);
            }
        } catch (InvalidValueException e) {
            WriteError(ErrorRecords.OfInvalidValue(e));
            return;
        }

        Run(new PendingCommand(CommandName, json) { Key = Key }, write);
    }

    /// <summary>Runs a command; what comes of it is written by the given function.</summary>
    internal void Run(PendingCommand command, Action<PendingCommand, JsonObject> write) {
        bool isDebug = IsOn("Debug");
        written = null;
        command.IsVerbose = isDebug || IsOn("Verbose");
        try {
            command.Prepare();
        } catch (InvalidValueException e) {
            WriteError(ErrorRecords.OfInvalidValue(e));
            return;
        }

        if (isDebug) {
            WriteDebug(HasSecrets ? command.Name + " with parameters that are not shown" : command.Show());
        }

        Stopwatch elapsed = Stopwatch.StartNew();
        JsonObject answer = Await(command);
        elapsed.Stop();
        JsonObject? error = answer.Find("Error") as JsonObject;
        // First what must not be lost: a prompt or preference of each other stream may end the pipeline.
        try {
            // Both where some orders of a checkout failed.
            if (answer.Find("Result") is JsonObject result) {
                write(command, result);
            }

            if (error is not null && !IsSilent(error)) {
                // With -ErrorAction Stop, a variable that takes the output stays empty.
                error["TargetObject"] = written ?? error.Find("TargetObject");
                WriteError(RecordOf(error));
            }
        } catch (PipelineStoppedException) when (stopped.Task.IsCompleted) {
            LastWords.Say(Host, Words.OfStopped(command));
            throw;
        }

        Report(command, elapsed.Elapsed, answer, error);
    }

    /// <summary>A switch as it was given; null where it was not.</summary>
    internal object? Given(string name, SwitchParameter value) => MyInvocation.BoundParameters.ContainsKey(name) ? value.IsPresent : null;

    internal virtual ErrorRecord RecordOf(JsonObject error) => ErrorRecords.Of(error);

    /// <summary>Whether a failure is an empty answer rather than an error.</summary>
    internal virtual bool IsSilent(JsonObject error) => false;

    private JsonObject Await(PendingCommand command) {
        Installation installation = new(
            MyInvocation.MyCommand.Module?.ModuleBase ?? System.IO.Path.GetDirectoryName(GetType().Assembly.Location)!,
            SessionState.Path.CurrentFileSystemLocation.ProviderPath);
        bool isAnswered;
        try {
            isAnswered = new AnswerWait(stopped.Task, WriteWarning).Run(command, installation);
        } catch (Exception) {
            // Such as -WarningAction Stop at a warning: nobody waits for the answer any more.
            command.Process?.Stop(command);
            throw;
        }

        if (!isAnswered) {
            if (command.Process is null) {
                command.IsStopped = true;
                command.Fail("OperationStopped", command.Name + " was stopped before anything was sent.");
            } else {
                command.Process.Stop(command);
                LastWords.Await(command);
                command.Fail("OperationStopped", command.Name + " was stopped.");
            }

            LastWords.Say(Host, Words.OfStopped(command));
            throw new PipelineStoppedException();
        }

        return command.Answer.Result;
    }

    private void Report(PendingCommand command, TimeSpan elapsed, JsonObject answer, JsonObject? error) {
        while (command.Warnings.TryDequeue(out string? warning)) {
            WriteWarning(warning);
        }

        if (IsOn("Verbose")) {
            foreach (object? exchange in answer.List("Verbose")) {
                WriteVerbose(exchange as string);
            }

            WriteVerbose(string.Format(
                CultureInfo.InvariantCulture,
                "{0} {1} after {2:0} ms (RequestId {3}, CorrelationId {4}).",
                command.Name,
                error is null ? "succeeded" : Words.OfFailed(error),
                elapsed.TotalMilliseconds,
                command.RequestId,
                command.CorrelationId));
        }

        if (IsOn("Debug")) {
            WriteDebug(HasSecrets || command.AnswerLine is null ? $"{command.Name} {(error is null ? "succeeded" : "failed")}" : command.AnswerLine);
        }
    }

    /// <summary>Whether the stream Verbose or Debug is asked for, by the parameter or else by the preference.</summary>
    private bool IsOn(string stream) {
        if (MyInvocation.BoundParameters.TryGetValue(stream, out object? given)) {
            return ((SwitchParameter)given).IsPresent;
        }

        string preference = Convert.ToString(GetVariableValue(stream + "Preference"), CultureInfo.InvariantCulture);
        return !string.Equals(preference, "SilentlyContinue", StringComparison.OrdinalIgnoreCase)
            && !string.Equals(preference, "Ignore", StringComparison.OrdinalIgnoreCase);
    }
}
