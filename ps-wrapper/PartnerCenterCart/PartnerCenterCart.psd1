@{
    RootModule = 'PartnerCenterCart.dll'
    ModuleVersion = '0.2.0'
    GUID = '9a4d4a0e-5d5c-4f2a-8a43-0d2f6c7e1b35'
    Author = 'The partner-cart authors'
    Copyright = '(c) The partner-cart authors. MIT licence.'
    Description = 'Carts of Partner Center customers: creates, reads, changes and checks them out. The cmdlets, types and errors are those of the cart cmdlets of the module PartnerCenter. A process of Java 17 or later does the work, for all runspaces at once.'
    PowerShellVersion = '5.1'
    DotNetFrameworkVersion = '4.7.2'
    CompatiblePSEditions = @('Desktop', 'Core')
    FormatsToProcess = @('PartnerCenterCart.format.ps1xml')
    FunctionsToExport = @()
    CmdletsToExport = @(
        'Add-PartnerCustomerCartLineItem'
        'Connect-PartnerCenter'
        'Disconnect-PartnerCenter'
        'Get-PartnerContext'
        'Get-PartnerCustomerCart'
        'New-PartnerCustomerCart'
        'Set-PartnerCustomerCart'
        'Submit-PartnerCustomerCart'
    )
    VariablesToExport = @()
    AliasesToExport = @()
    # Filled in when the module is packaged.
    FileList = @()
    PrivateData = @{
        PSData = @{
            Tags = @('PartnerCenter', 'Partner', 'CSP', 'Cart', 'Azure', 'Commerce', 'Windows', 'Linux', 'MacOS')
            LicenseUri = 'https://opensource.org/licenses/MIT'
            ProjectUri = 'https://github.com/partner-cart/partner-cart'
            # Filled in when the module is packaged.
            ReleaseNotes = ''
        }
    }
}
