namespace PartnerCenterCart
{
    using System;
    using System.Management.Automation;

    /// <summary>
    /// Takes over from the importing script where the module is, as its assembly is elsewhere. That a script calls a method
    /// of a class costs ten times what this does.
    /// </summary>
    public sealed class ModuleImport : IModuleAssemblyInitializer
    {
        public void OnImport()
        {
            string[] versionAndFolder = ((string)AppDomain.CurrentDomain.GetData("PartnerCenterCart")).Split(new[] { ' ' }, 2);
            PartnerCart.Initialize(versionAndFolder[1], versionAndFolder[0]);
        }
    }
}
