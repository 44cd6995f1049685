package dev.weir.api.deferral;

/**
 * A policy's word that no rule keeps what its settings ask for, such as an accuracy beyond the best one. The message's
 * first line says what cannot be had and what can, the next one the remedy.
 */
public final class NoRuleException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    public NoRuleException(String message) {
        super(message);
    }
}
