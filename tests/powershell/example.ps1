# Runs an example of the documentation, as a user would paste it.
param([string]$Path)
$ErrorActionPreference = 'Stop'
. $Path
