# What people have in their hands becomes line items; what comes back from the service goes back as it came.
BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    $type = 'Microsoft.Store.PartnerCenter.PowerShell.Models.Carts.PSCartLineItem'

    # The parameters that a cmdlet gives to the process.
    function Get-Sent([string]$Cmdlet = 'New-PartnerCustomerCart', [hashtable]$Parameter) {
        $DebugPreference = 'Continue'
        $line = @(& $Cmdlet -CustomerId $customer @Parameter -ErrorAction SilentlyContinue 3>$null 4>$null 5>&1 | Where-Object { $_ -is [Management.Automation.DebugRecord] })[0]
        return ("$line" | ConvertFrom-Json).Parameters
    }

    function Get-SentItem($Item) { (Get-Sent -Parameter @{ LineItems = $Item }).LineItems[0] }

    # What an item should be sent as that has all members.
    $complete = '{"AddonItems":[{"BillingCycle":"Unknown","CatalogItemId":"B:1:C","Id":0,"ProvisioningContext":{"x":"y"},"Quantity":2}],"BillingCycle":"Annual","CatalogItemId":"A:1:B","FriendlyName":"f","Id":3,"Participants":[{"Key":"TransactionReseller","Value":"5959314"}],"ProvisioningContext":{"a":"b"},"Quantity":5,"TermDuration":"P1Y","RenewsTo":{"TermDuration":"P1M"},"AttestationAccepted":true,"CustomTermEndDate":"2027-06-30T00:00:00Z","PromotionId":"p"}' | ConvertFrom-Json
    $members = @{
        AddonItems = @(@{ CatalogItemId = 'B:1:C'; Quantity = '2'; ProvisioningContext = @{ x = 'y' } })
        BillingCycle = 'annual'; CatalogItemId = 'A:1:B'; FriendlyName = 'f'; Id = 3
        Participants = @(@{ Key = 'TransactionReseller'; Value = '5959314' })
        ProvisioningContext = @{ a = 'b' }; Quantity = 5; TermDuration = 'P1Y'; RenewsTo = @{ TermDuration = 'P1M' }
        AttestationAccepted = $true; CustomTermEndDate = [datetime]'2027-06-30'; PromotionId = 'p'
    }
    function Format-Item($Item) { ConvertTo-Json $Item -Depth 9 -Compress }
}

Describe 'A line item' {
    It 'comes with the partner''s statement only where that is given' {
        $given = @{ LineItems = @{ CatalogItemId = 'A'; Quantity = 1 } }
        (Get-Sent -Parameter $given).PSObject.Properties.Name | Should -Not -Contain 'PartnerOnRecordAttestationAccepted'
        (Get-Sent -Parameter ($given + @{ PartnerOnRecordAttestationAccepted = $true })).PartnerOnRecordAttestationAccepted | Should -BeExactly $true
        (Get-Sent -Cmdlet Set-PartnerCustomerCart -Parameter ($given + @{ CartId = 'c'; PartnerOnRecordAttestationAccepted = $false })).PartnerOnRecordAttestationAccepted | Should -BeExactly $false
    }

    It 'is made of a hashtable, an ordered one, and objects of all sources, at any depth' {
        $ordered = [ordered]@{}
        foreach ($name in $members.Keys) { $ordered[$name] = $members[$name] }
        $json = ConvertTo-Json -Depth 9 $members | ConvertFrom-Json
        $clixml = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($members, 9))
        $object = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize([pscustomobject]$members, 9))
        $item = ($type -as [type])::new()
        foreach ($name in 'BillingCycle', 'CatalogItemId', 'FriendlyName', 'Id', 'Quantity', 'TermDuration', 'AttestationAccepted', 'CustomTermEndDate', 'PromotionId') { $item.$name = $members[$name] }
        $item.AddonItems = [Microsoft.Store.PartnerCenter.Models.Carts.CartLineItem[]]$members.AddonItems
        $item.Participants = ($members -as $type).Participants
        $item.ProvisioningContext.Add('a', 'b')
        $item.RenewsTo = ($members -as $type).RenewsTo
        $deserialized = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($item, 9))
        foreach ($source in $members, $ordered, [pscustomobject]$members, $json, $clixml, $object, $item, $deserialized, ($members -as $type)) {
            Format-Item (Get-SentItem $source) | Should -BeExactly (Format-Item $complete) -Because $source.GetType().FullName
        }
    }

    It 'is made of a row of Import-Csv, whose empty cells count as not given' {
        $row = "CatalogItemId,Quantity,BillingCycle,TermDuration,FriendlyName,AttestationAccepted,CustomTermEndDate,Id`nA:1:B,5,Monthly,,,True,2027-06-30," | ConvertFrom-Csv
        Format-Item (Get-SentItem $row) | Should -BeExactly '{"BillingCycle":"Monthly","CatalogItemId":"A:1:B","Id":0,"ProvisioningContext":{},"Quantity":5,"AttestationAccepted":true,"CustomTermEndDate":"2027-06-30T00:00:00Z"}'
        $item = New-Object $type -Property @{ CatalogItemId = 'A'; Quantity = 1; TermDuration = $null; FriendlyName = '' }
        Format-Item (Get-SentItem $item) | Should -BeExactly '{"BillingCycle":"Unknown","CatalogItemId":"A","Id":0,"ProvisioningContext":{},"Quantity":1}'
    }

    It 'comes out of jobs and other sessions with what PowerShell adds there' {
        $item = [pscustomobject]@{ CatalogItemId = 'A'; Quantity = 1; RunspaceId = [guid]::NewGuid(); PSComputerName = 'localhost'; PSShowComputerName = $false; PSSourceJobInstanceId = [guid]::NewGuid() }
        (Get-SentItem $item).CatalogItemId | Should -BeExactly 'A'
    }

    It 'is converted in casts, arrays and property assignments, and keeps what it is' {
        ($members -as $type).AddonItems[0].ProvisioningContext['x'] | Should -BeExactly 'y'
        ([Microsoft.Store.PartnerCenter.PowerShell.Models.Carts.PSCartLineItem[]]@($members, [pscustomobject]$members)).Count | Should -BeExactly 2
        $same = $members -as $type
        [object]::ReferenceEquals($same, [Microsoft.Store.PartnerCenter.PowerShell.Models.Carts.PSCartLineItem]$same) | Should -BeTrue
    }

    It 'with a wrong member is refused, with its name and what would be right: <expected>' -ForEach @(
        @{ change = @{ Quantty = 1 }; expected = "*The line item 'A': there is no member Quantty. Did you mean Quantity?*" }
        @{ change = @{ Color = 'red' }; expected = '*there is no member Color. The members are AddonItems, *PromotionId, Pricing.*' }
        @{ change = @{ AddonItems = @{ CatalogItemId = 'B'; Quantity = 1; Quantiti = 1 } }; expected = '*there is no member AddonItems?0?.Quantiti. Did you mean Quantity?*' }
        @{ change = @{ Quantity = 2.5 }; expected = '*Quantity must be a whole number, but was 2.5.*' }
        @{ change = @{ Quantity = '2.5' }; expected = "*Quantity must be a whole number, but was '2.5'.*" }
        @{ change = @{ Quantity = [long]::MaxValue }; expected = '*Quantity must be a whole number, but was 9223372036854775807.*' }
        @{ change = @{ BillingCycle = 'Weekly' }; expected = "*BillingCycle must be one of Unknown, Monthly, *Triennial, Biennial, but was 'Weekly'.*" }
        @{ change = @{ CustomTermEndDate = '06/07/2027' }; expected = "*CustomTermEndDate must be a date such as 2027-06-30, but was '06/07/2027'.*" }
        @{ change = @{ AttestationAccepted = 'yes' }; expected = "*AttestationAccepted must be true or false, but was 'yes'.*" }
        @{ change = @{ Participants = @{ TransactionReseller = '1' } }; expected = '*Participants?0? must be an object with Key and Value*' }
        @{ change = @{ ProvisioningContext = 'a=b' }; expected = "*ProvisioningContext must be an object, but was 'a=b'.*" }
        @{ change = @{ FriendlyName = @{} }; expected = "*FriendlyName must be a text, but was of type 'System.Collections.Hashtable'.*" }
    ) {
        $source = @{ CatalogItemId = 'A'; Quantity = 1 }
        foreach ($name in $change.Keys) { $source[$name] = $change[$name] }
        { [Microsoft.Store.PartnerCenter.PowerShell.Models.Carts.PSCartLineItem]$source } | Should -Throw $expected
        { New-PartnerCustomerCart -CustomerId $customer -LineItems $source } | Should -Throw $expected -ErrorId 'CannotConvertArgumentNoMessage,Microsoft.Store.PartnerCenter.PowerShell.Commands.NewPartnerCustomerCart'
    }

    It 'has the day of CustomTermEndDate as it is written, in <zone>' -ForEach @(@{ zone = 'Asia/Tokyo' }, @{ zone = 'America/Los_Angeles' }, @{ zone = 'UTC' }) {
        Use-Environment @{ TZ = $zone } {
            $days = "[datetime]'2027-06-30', (Get-Date 2027-06-30).Date, (Get-Date '2027-06-30 23:59:59'), [datetime]::SpecifyKind([datetime]'2027-06-30', 'Utc'), '2027-06-30', '2027-06-30T00:00:00Z', [datetimeoffset]'2027-06-30T22:00:00-07:00'"
            $command = "Import-Module `$module; `$DebugPreference = 'Continue'; [TimeZoneInfo]::Local.Id; foreach (`$day in $days) { `$item.CustomTermEndDate = `$day; [regex]::Match(`"`$(New-PartnerCustomerCart -CustomerId `$customer -LineItems `$item 5>&1)`", '`"CustomTermEndDate`":`"(.*?)`"').Groups[1].Value }"
            Invoke-Fresh $command | Should -BeExactly "$zone$(' 2027-06-30T00:00:00Z' * 7)"
        }
    }
}

Describe 'ProvisioningContext' {
    It 'is sent as text, names with their case' {
        $context = (Get-SentItem @{ CatalogItemId = 'A'; Quantity = 1; ProvisioningContext = @{ Scope = 'shared'; n = 1.50; t = $true; f = $false; d = 2.50d } }).ProvisioningContext
        Format-Item ($context | Select-Object Scope, n, t, f, d) | Should -BeExactly '{"Scope":"shared","n":"1.5","t":"true","f":"false","d":"2.50"}'
        $item = New-TestItem
        $item.ProvisioningContext.Add('SCOPE', 'b')
        $DebugPreference = 'Continue'
        "$(New-PartnerCustomerCart -CustomerId $customer -LineItems $item 5>&1)" | Should -MatchExactly '"(scope":"shared"|SCOPE":"b").*"(scope":"shared"|SCOPE":"b")'
    }

    It 'with <what> is refused before anything is sent' -ForEach @(
        @{ what = 'null'; value = $null; message = 'LineItems?0?.ProvisioningContext.a must be a string, a number or a boolean, but was null.' }
        @{ what = 'an object'; value = @{ b = 1 }; message = "LineItems?0?.ProvisioningContext.a must be a string, a number or a boolean, but was of type 'System.Collections.Hashtable'." }
        @{ what = 'a date'; value = [datetime]'2027-01-01'; message = "LineItems?0?.ProvisioningContext.a must be a string, a number or a boolean, but was of type 'System.DateTime'." }
    ) {
        $null = New-PartnerCustomerCart -CustomerId $customer -LineItems @{ CatalogItemId = 'A'; Quantity = 1; ProvisioningContext = @{ a = $value } } -ErrorAction SilentlyContinue -ErrorVariable failure
        "$($failure[0])" | Should -BeLike $message
        $failure[0].Exception.Outcome | Should -BeExactly 'NotSent'
    }
}

Describe 'What partner-cart would refuse as a line' {
    It 'is refused with its place: <name>' -ForEach @(
        @{ name = 'half an emoji'; change = { $item.FriendlyName = 'Contoso 😀'.Substring(0, 9) }; message = 'LineItems?0?.FriendlyName has half of a character*' }
        @{ name = 'the second half'; change = { $item.FriendlyName = 'Contoso 😀'.Substring(9) }; message = 'LineItems?0?.FriendlyName has half of a character*' }
        @{ name = 'the same name twice'; change = { $item.ProvisioningContext.Add(1, 'a'); $item.ProvisioningContext.Add('1', 'b') }; message = 'LineItems?0?.ProvisioningContext.1 stands twice*' }
        @{ name = 'a name of 17 MB'; change = { $item.FriendlyName = 'x' * 17MB }; message = 'LineItems?0?.FriendlyName makes the command longer than 16777216 bytes*' }
        @{ name = 'half an emoji as a name'; change = { $item.ProvisioningContext.Add([string][char]0xD83D, 'a') }; message = '*has half of a character*' }
        @{ name = '40 nested add-ons'; change = { foreach ($i in 1..40) { $item.AddonItems = [Microsoft.Store.PartnerCenter.Models.Carts.CartLineItem[]]@([pscustomobject]@{ CatalogItemId = "$i"; Quantity = 1; AddonItems = $item.AddonItems }) } }; message = 'LineItems?0?.AddonItems?0?.AddonItems*is nested too deep*' }
        @{ name = 'an item in itself'; change = { $loop = [Microsoft.Store.PartnerCenter.Models.Carts.CartLineItem]@{ CatalogItemId = 'A'; Quantity = 1 }; $loop.AddonItems = [Microsoft.Store.PartnerCenter.Models.Carts.CartLineItem[]]@($loop); $item.AddonItems = $loop.AddonItems }; message = '*is nested too deep*' }
    ) {
        $item = New-TestItem
        . $change
        $null = New-PartnerCustomerCart -CustomerId $customer -LineItems $item -ErrorAction SilentlyContinue -ErrorVariable failure
        "$($failure[0])" | Should -BeLike $message
        $failure[0].Exception.Outcome | Should -BeExactly 'NotSent'
        New-PartnerCustomerCart -CustomerId $customer -LineItems (New-TestItem) -ErrorAction Stop | Should -Not -BeNullOrEmpty
    }

    It 'is refused in ids and tokens too' {
        $half = "c$([char]0xD83D)"
        { Get-PartnerCustomerCart -CustomerId $customer -CartId $half -ErrorAction Stop } | Should -Throw 'CartId has half of a character*'
        { Connect-PartnerCenter -AccessToken $half -ErrorAction Stop } | Should -Throw 'AccessToken has half of a character*'
    }
}

Describe 'What the service answers' {
    BeforeAll {
        # The cart of an answer with this line item.
        function Get-Answered([string]$Item) {
            Use-FakeProcess -Do "printf '%s\n' `"{\`"Id\`":`$id,\`"Result\`":{\`"CartId\`":\`"c1\`",\`"LineItems\`":[`$(cat `"`$here/item`")]}}`"" -Use {
                param($folder)
                [IO.File]::WriteAllText("$folder/item", $Item)
                $script:warnings = @()
                New-PartnerCustomerCart -CustomerId $customer -LineItems (New-TestItem) -ErrorAction Stop -WarningAction SilentlyContinue -WarningVariable script:warnings
            }
        }
    }

    It 'in ProvisioningContext is shown as text, and goes back as it came if it is left alone' {
        $cart = Get-Answered '{"CatalogItemId":"A","Quantity":1,"ProvisioningContext":{"t":true,"n":1.50,"z":null,"o":{"a":[1,"x"]},"s":"text","c":true}}'
        $item = @($cart.LineItems)[0]
        $item.ProvisioningContext['t'] | Should -BeExactly 'true'
        $item.ProvisioningContext['n'] | Should -BeExactly '1.50'
        $item.ProvisioningContext['z'] | Should -BeExactly $null
        $item.ProvisioningContext['o'] | Should -BeExactly '{"a":[1,"x"]}'
        $item.ProvisioningContext['c'] = 'mine'
        $DebugPreference = 'Continue'
        $line = "$(Set-PartnerCustomerCart -CustomerId $customer -CartId c1 -LineItems $item -ErrorAction SilentlyContinue 5>&1)"
        $line | Should -BeLike '*"ProvisioningContext":{*"t":true*'
        foreach ($part in '"n":1.50', '"z":null', '"o":{"a":`[1,"x"`]}', '"s":"text"', '"c":"mine"') { $line | Should -BeLike "*$part*" }
    }

    It 'with a code without a name keeps its number' {
        $item = @((Get-Answered '{"CatalogItemId":"A","Quantity":1,"Error":{"ErrorCode":"400039","ErrorDescription":"does not support term"}}').LineItems)[0]
        "$([int]$item.Error.ErrorCode) $($item.Error.ErrorCode)" | Should -BeExactly '400039 400039'
        @($warnings).Count | Should -BeExactly 0
    }

    It 'with a value that its property can''t hold does not lose the cart, and goes back as it came' {
        $cart = Get-Answered '{"CatalogItemId":"A","Quantity":1e999,"BillingCycle":"quinquennial","Participants":[{"Key":"friend_reseller","Value":"1"}],"FriendlyName":{"a":1},"CustomTermEndDate":"soon"}'
        $item = @($cart.LineItems)[0]
        "$($item.Quantity) $($item.BillingCycle) $(@($item.Participants)[0].Key) $($item.CustomTermEndDate)" | Should -BeExactly '0 Unknown Unknown '
        "$warnings" | Should -BeLike '*Quantity*1e999*'
        @($warnings).Count | Should -BeExactly 5
        $DebugPreference = 'Continue'
        $line = "$(Set-PartnerCustomerCart -CustomerId $customer -CartId c1 -LineItems $item -ErrorAction SilentlyContinue 3>$null 5>&1)"
        foreach ($part in '"Quantity":1e999', '"BillingCycle":"quinquennial"', '"Participants":`[{"Key":"friend_reseller","Value":"1"}`]', '"FriendlyName":{"a":1}', '"CustomTermEndDate":"soon"') { $line | Should -BeLike "*$part*" }
    }

    It 'has the newer billing cycles' {
        @((Get-Answered '{"BillingCycle":"Triennial"}').LineItems)[0].BillingCycle | Should -Be 'Triennial'
        @((Get-Answered '{"BillingCycle":"Biennial"}').LineItems)[0].BillingCycle | Should -Be 'Biennial'
        $cart = New-PartnerCustomerCart -CustomerId $customer -LineItems @{ CatalogItemId = 'DZH318Z0BQ3Q:0001:DZH318Z0BQ3Q'; Quantity = 1; BillingCycle = 'Biennial' } -ErrorAction Stop
        @($cart.LineItems)[0].BillingCycle | Should -Be 'Biennial'
    }

    It 'has prices, which do not go back, and each known kind of participant, which does' {
        $item = @((Get-Answered '{"CatalogItemId":"A","Quantity":1,"Participants":[{"Key":"ConsumptionReseller","Value":"1"},{"Key":"AdditionalTransactionReseller","Value":"2"}],"Pricing":{"ListPrice":12.5,"ProratedPrice":6.25}}').LineItems)[0]
        "$($item.Pricing.ListPrice) $($item.Pricing.ProratedPrice)" | Should -BeExactly '12.5 6.25'
        $sent = Get-SentItem $item
        $sent.PSObject.Properties.Name | Should -Not -Contain 'Pricing'
        "$($sent.Participants.Key)" | Should -BeExactly 'ConsumptionReseller AdditionalTransactionReseller'
    }

    It 'as a time without a zone or as a bare date is UTC' {
        Use-FakeProcess -Do 'printf ''{"Id":%s,"Result":{"CartId":"c1","CreationTimestamp":"2026-11-23","ExpirationTimestamp":"2026-11-23T10:00:00","LineItems":[]}}\n'' "$id"' -Use {
            $cart = New-PartnerCustomerCart -CustomerId $customer -LineItems (New-TestItem)
            "$($cart.CreationTimestamp.Kind) $($cart.CreationTimestamp.ToString('o')) $($cart.ExpirationTimestamp.ToString('o'))" | Should -BeExactly 'Utc 2026-11-23T00:00:00.0000000Z 2026-11-23T10:00:00.0000000Z'
        }
    }
}
