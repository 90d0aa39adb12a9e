/** Tests of the PowerShell module, run by a real PowerShell against the built distribution. */
@NullMarked
package io.github.partnercart.powershell;

import org.jspecify.annotations.NullMarked;
