namespace Microsoft.Store.PartnerCenter.PowerShell.Models.Authentication;

/// <summary>The addresses of a cloud: the original's.</summary>
public class PartnerEnvironment {
    public string? ActiveDirectoryAuthority { get; set; }
    public string? AzureAdGraphEndpoint { get; set; }
    public string? AzureEndpoint { get; set; }
    public string? GraphEndpoint { get; set; }
    public EnvironmentName EnvironmentName { get; set; }
    public string? PartnerCenterEndpoint { get; set; }

    internal static PartnerEnvironment Of(EnvironmentName name, string partnerCenterEndpoint) {
        (string authority, string azureAdGraph, string azure, string graph) = name switch {
            EnvironmentName.AzureChinaCloud => ("https://login.chinacloudapi.cn/", "https://graph.chinacloudapi.cn", "https://management.chinacloudapi.cn", "https://microsoftgraph.chinacloudapi.cn"),
            EnvironmentName.AzureUSGovernment => ("https://login.microsoftonline.us/", "https://graph.windows.net", "https://management.usgovcloudapi.net", "https://graph.microsoft.us"),
            _ => ("https://login.microsoftonline.com/", "https://graph.windows.net", "https://management.azure.com", "https://graph.microsoft.com")
        };
        return new PartnerEnvironment {
            ActiveDirectoryAuthority = authority,
            AzureAdGraphEndpoint = azureAdGraph,
            AzureEndpoint = azure,
            GraphEndpoint = graph,
            EnvironmentName = name,
            PartnerCenterEndpoint = partnerCenterEndpoint
        };
    }
}

/// <summary>AzureGermanCloud was closed in 2021, and AzurePPE is open to Microsoft only: partner-cart refuses both.</summary>
public enum EnvironmentName {
    AzureCloud = 0,
    AzureChinaCloud = 1,
    AzureGermanCloud = 2,
    AzurePPE = 3,
    AzureUSGovernment = 4
}
