# What errors say, and what is in them for a script.
BeforeAll { . "$PSScriptRoot/Common.ps1" }

Describe 'Errors' {
    It 'An error carries what a script needs to decide' {
        $null = Get-PartnerCustomerCart -CustomerId $customer -CartId 'none' -ErrorAction SilentlyContinue -ErrorVariable failure
        $exception = $failure[0].Exception
        "$($exception.StatusCode) $($exception.Outcome) $($exception.ErrorCategory)" | Should -BeExactly '404 Rejected NotFound'
        $exception.Context.RequestId | Should -BeExactly $exception.RequestId
        $exception.ServiceErrorPayload.ErrorCode | Should -BeExactly $exception.ServiceCode
        $null = [Guid]$exception.CorrelationId
        try {
            $null = Get-PartnerCustomerCart -CustomerId $customer -CartId 'none' -ErrorAction Stop
            throw 'not reached'
        } catch [Microsoft.Store.PartnerCenter.Exceptions.PartnerException] {
            $_.Exception.StatusCode | Should -BeExactly 404
        }
    }

    It 'Without a sign-in it says what to run' {
        Use-Environment @{ PARTNER_CART_SANDBOX = $null } {
            $null = New-PartnerCustomerCart -CustomerId $customer -LineItems (New-TestItem) -ErrorAction SilentlyContinue -ErrorVariable failure
            $failure[0].ToString() | Should -BeExactly 'Run Connect-PartnerCenter to login.'
            $failure[0].FullyQualifiedErrorId | Should -BeExactly 'Microsoft.Store.PartnerCenter.PowerShell.Commands.NewPartnerCustomerCart'
            $failure[0].CategoryInfo | Should -BeExactly 'CloseError: (:) [New-PartnerCustomerCart], PSInvalidOperationException'
            $failure[0].Exception.Outcome | Should -BeExactly 'NotSent'
            @(Get-PartnerContext).Count | Should -BeExactly 0 -Because 'contexts'
        }
    }

    It 'An error is there before any line of another stream, which may end the pipeline' {
        Use-FakeProcess -Do 'printf ''{"Id":%s,"Error":{"ErrorId":"ServiceError","Message":"no","Outcome":"Rejected"}}\n'' "$id"' -Use {
            $command = Start-Command -Variable @{ VerbosePreference = 'Stop' } -Parameter @{ LineItems = New-TestItem; Confirm = $false }
            Wait-Command $command
            if (-not $command.ContainsKey('Failure')) { throw 'nothing ended the pipeline' }
            "$($command.Shell.Streams.Error[0])" | Should -BeExactly 'no'
        }
    }

    It 'A cart is there before any line of another stream, which may end the pipeline' {
        Use-FakeProcess -Do 'printf ''{"Id":%s,"Result":{"CartId":"c1","Status":"Odd","LineItems":[{"BillingCycle":"Odd"}]}}\n'' "$id"' -Use {
            $quiet = @{ LineItems = New-TestItem; Confirm = $false }
            foreach ($case in @(
                    @{ Parameter = $quiet; Variable = @{ WarningPreference = 'Stop' } }
                    @{ Parameter = $quiet; Variable = @{ VerbosePreference = 'Stop' } }
                    @{ Parameter = $quiet + @{ WarningAction = 'Inquire' }; Answer = @('Halt Command') }
                    @{ Parameter = $quiet; Variable = @{ DebugPreference = 'Inquire' }; Answer = @('Yes', 'Halt Command') })) {
                $command = Start-Command @case
                Wait-Command $command
                if (-not $command.ContainsKey('Failure')) { throw 'nothing ended the pipeline' }
                $command.Output.CartId | Should -BeExactly 'c1'
            }
        }
    }

    It 'What the service gave as reasons is in ErrorData' {
        Use-FakeProcess -Do 'printf ''{"Id":%s,"Error":{"ErrorId":"ServiceError","Message":"no","Outcome":"Rejected","StatusCode":400,"ServiceCode":"800009","ErrorData":["a",{"b":[1.5,true,null]}]}}\n'' "$id"' -Use {
            $null = New-PartnerCustomerCart -CustomerId $customer -LineItems (New-TestItem) -ErrorAction SilentlyContinue -ErrorVariable failure
            $data = @($failure[0].Exception.ServiceErrorPayload.ErrorData)
            $data[0] | Should -BeExactly 'a'
            $data[1].b[0] | Should -BeExactly 1.5
            $data[1].b[1] | Should -BeTrue
            "$($failure[0].Exception.ServiceErrorPayload)" | Should -BeLike '*800009*a*'
        }
    }

    It 'A failure without ids speaks of none' {
        Use-FakeProcess -Do 'printf ''{"Id":%s,"Error":{"ErrorId":"InternalError","Message":"out of memory","Outcome":"Unknown"}}\n'' "$id"' -Use {
            $null = New-PartnerCustomerCart -CustomerId $customer -LineItems (New-TestItem) -ErrorAction SilentlyContinue -ErrorVariable failure
            "$($failure[0])" | Should -BeExactly 'out of memory. It may have been done. Look at the customer''s carts and orders before you repeat the command.'
        }
    }

    It 'Every failure has Outcome, RequestId, CorrelationId and RecommendedAction, also one that was found before anything was sent' {
        Set-StrictMode -Version Latest
        $item = New-TestItem
        $item.FriendlyName = [string][char]0xD83D
        foreach ($command in
            { New-PartnerCustomerCart -CustomerId $customer -LineItems $item },
            { Get-PartnerCustomerCart -CustomerId $customer -CartId "c$([char]0xDC00)" },
            { Connect-PartnerCenter -ApplicationId $customer -CertificateThumbprint 'AB' -Tenant $customer }) {
            $failure = try { Invoke-Command { $ErrorActionPreference = 'Stop'; & $command } } catch { $_ }
            "$($failure.Exception.Outcome)" | Should -BeExactly 'NotSent' -Because "$command"
            $null = $failure.Exception.RequestId, $failure.Exception.CorrelationId, $failure.Exception.RecommendedAction
        }
    }
}
