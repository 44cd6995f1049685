package dev.weir.runtime;

import dev.weir.runtime.command.WeirCommand;

/** The program {@code weir}. */
public final class Weir {
    private Weir() {}

    public static void main(String[] arguments) {
        System.exit(WeirCommand.commandLine().execute(arguments));
    }
}
