using System;
using System.Collections;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Reflection;
using System.Security;

/// <summary>A host that answers prompts from a list and notes everything that it is asked to show.</summary>
public sealed class ScenarioHost : PSHost
{
    private readonly Guid id = Guid.NewGuid();
    private readonly ScenarioUi ui;
    private readonly CultureInfo culture;

    public ScenarioHost(int width, string[] answers, CultureInfo culture)
    {
        ui = new ScenarioUi(width, answers);
        this.culture = culture;
    }

    public List<string> Calls { get { return ui.Calls; } }
    public override CultureInfo CurrentCulture { get { return culture; } }
    public override CultureInfo CurrentUICulture { get { return CultureInfo.InvariantCulture; } }
    public override Guid InstanceId { get { return id; } }
    public override string Name { get { return "ScenarioHost"; } }
    public override PSHostUserInterface UI { get { return ui; } }
    public override Version Version { get { return new Version(1, 0); } }
    public override void EnterNestedPrompt() { }
    public override void ExitNestedPrompt() { }
    public override void NotifyBeginApplication() { }
    public override void NotifyEndApplication() { }
    public override void SetShouldExit(int exitCode) { }

    /// <summary>An object in the form in which the recordings have it.</summary>
    public static object Describe(object value)
    {
        PSObject wrapped = value as PSObject;
        value = wrapped == null ? value : wrapped.BaseObject;
        if (value == null || value is string || value is bool) { return value; }
        if (value is Enum || value is Guid || value is Uri) { return value.ToString(); }
        if (value is DateTime) { return ((DateTime)value).ToString("o", CultureInfo.InvariantCulture); }
        if (value is IConvertible) { return value; }
        IDictionary dictionary = value as IDictionary;
        if (dictionary != null)
        {
            SortedDictionary<string, object> entries = new SortedDictionary<string, object>(StringComparer.Ordinal);
            foreach (DictionaryEntry entry in dictionary) { entries[entry.Key.ToString()] = Describe(entry.Value); }
            return entries;
        }
        Type type = value.GetType();
        if (type.IsGenericType && type.Name.StartsWith("KeyValuePair")) { return value.ToString(); }
        IEnumerable items = value as IEnumerable;
        if (items != null)
        {
            List<object> list = new List<object>();
            foreach (object item in items) { list.Add(Describe(item)); }
            return list;
        }
        Dictionary<string, object> members = new Dictionary<string, object>();
        members["@"] = type.FullName;
        foreach (PropertyInfo property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            members[property.Name] = Describe(property.GetValue(value, null));
        }
        return members;
    }
}

public sealed class ScenarioUi : PSHostUserInterface
{
    private readonly Queue<string> answers;
    private readonly ScenarioRawUi rawUi;

    public ScenarioUi(int width, string[] answers)
    {
        this.answers = new Queue<string>(answers);
        rawUi = new ScenarioRawUi(width);
        Calls = new List<string>();
    }

    public List<string> Calls { get; private set; }
    public override PSHostRawUserInterface RawUI { get { return rawUi; } }
    public override bool SupportsVirtualTerminal { get { return false; } }

    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions)
    {
        List<string> names = new List<string>();
        foreach (FieldDescription field in descriptions) { names.Add(field.Name); }
        Calls.Add("Prompt: " + caption + " | " + message + " | " + string.Join(",", names.ToArray()));
        return new Dictionary<string, PSObject>();
    }

    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        string answer = answers.Dequeue();
        List<string> labels = new List<string>();
        int chosen = -1;
        foreach (ChoiceDescription choice in choices)
        {
            if (choice.Label.Replace("&", "") == answer) { chosen = labels.Count; }
            labels.Add(choice.Label);
        }
        Calls.Add("PromptForChoice: " + caption + " | " + message + " | " + string.Join(",", labels.ToArray()));
        return chosen;
    }

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) { return null; }
    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName, PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options) { return null; }
    public override string ReadLine() { return string.Empty; }
    public override SecureString ReadLineAsSecureString() { return new SecureString(); }
    public override void Write(string value) { Calls.Add("Write: " + value); }
    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) { Calls.Add("Write: " + value); }
    public override void WriteLine(string value) { Calls.Add("WriteLine: " + value); }
    public override void WriteErrorLine(string value) { Calls.Add("WriteErrorLine: " + value); }
    public override void WriteDebugLine(string message) { Calls.Add("WriteDebugLine: " + message); }
    public override void WriteVerboseLine(string message) { Calls.Add("WriteVerboseLine: " + message); }
    public override void WriteWarningLine(string message) { Calls.Add("WriteWarningLine: " + message); }
    public override void WriteProgress(long sourceId, ProgressRecord record) { }
}

public sealed class ScenarioRawUi : PSHostRawUserInterface
{
    private Size size;

    public ScenarioRawUi(int width)
    {
        size = new Size(width, 50);
    }

    public override ConsoleColor BackgroundColor { get; set; }
    public override Size BufferSize { get { return size; } set { size = value; } }
    public override Coordinates CursorPosition { get; set; }
    public override int CursorSize { get; set; }
    public override ConsoleColor ForegroundColor { get; set; }
    public override bool KeyAvailable { get { return false; } }
    public override Size MaxPhysicalWindowSize { get { return size; } }
    public override Size MaxWindowSize { get { return size; } }
    public override Coordinates WindowPosition { get; set; }
    public override Size WindowSize { get { return size; } set { size = value; } }
    public override string WindowTitle { get; set; }
    public override void FlushInputBuffer() { }
    public override BufferCell[,] GetBufferContents(Rectangle rectangle) { return new BufferCell[0, 0]; }
    public override KeyInfo ReadKey(ReadKeyOptions options) { return new KeyInfo(); }
    public override void ScrollBufferContents(Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill) { }
    public override void SetBufferContents(Coordinates origin, BufferCell[,] contents) { }
    public override void SetBufferContents(Rectangle rectangle, BufferCell fill) { }
}
