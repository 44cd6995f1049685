package dev.weir.runtime.command;

import com.google.inject.Injector;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What every command stands on: the options of {@code weir}, and the screen. */
@Command // picocli takes no mixin without an annotation
final class Session {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    /** The runtime over the plugins that the command line names. */
    Injector runtime() {
        return weir().runtime();
    }

    /** The same with the plugins that a job's file names. */
    Injector runtimeFor(JobFileArgument job) {
        return weir().runtimeFor(job.path());
    }

    private WeirCommand weir() {
        return (WeirCommand) spec.root().userObject();
    }

    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /** Prints the answer of a command that is done. */
    int done(String answer) {
        out().println(answer);
        out().flush();
        return 0;
    }

    /**
     * Says what is wrong with a file or a place.
     *
     * @param message what is wrong, and in the lines after the first the remedy
     * @param outcome what was not done
     */
    int wrong(String message, String outcome) {
        err().println(message.replace("\n", "\n  "));
        err().println(outcome);
        return WeirCommand.WRONG_FILE;
    }

    /** A mistake on the command line, to be thrown. */
    ParameterException mistake(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
