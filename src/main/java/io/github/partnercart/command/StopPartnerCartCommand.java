package io.github.partnercart.command;

/**
 * {@code Stop-PartnerCartCommand}: stops a command in flight by its Id. What is not yet sent is not
 * sent; a request that is out is waited for, and not retried. The command's own answer tells what
 * became of it.
 */
record StopPartnerCartCommand(String id) implements Cmdlet.Stop {
  static final CmdletType TYPE =
      CmdletType.named("Stop-PartnerCartCommand")
          .mandatory("Id")
          .bound(arguments -> new StopPartnerCartCommand(arguments.scalar("Id").toString()));
}
