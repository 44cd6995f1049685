package dev.weir.runtime.command;

import picocli.CommandLine.Command;

/** {@code weir plugin}: what the author of a plugin needs. */
@Command(
        name = "plugin",
        description = "Makes the project of a new plugin, and verifies what was built.",
        subcommands = {PluginNewCommand.class, PluginVerifyCommand.class})
final class PluginCommand {}
