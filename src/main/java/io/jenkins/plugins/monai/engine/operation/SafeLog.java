package io.jenkins.plugins.monai.engine.operation;

import io.jenkins.plugins.monai.engine.text.ForeignText;
import io.jenkins.plugins.monai.engine.text.Secrets;

/**
 * The way that all text of an operation goes to those who read it, whoever has written it: cleaned, without secrets, and
 * no line longer than 16,384 characters. What does not go through the log (messages of failures, records, outputs) goes
 * through {@link #shown}.
 */
public final class SafeLog extends ForwardingLog {

    private final Secrets secrets = new Secrets();

    private SafeLog(EngineLog next) {
        super(next);
    }

    /** Each operation wraps the log that it is given; one that is safe stays as it is, with the secrets it knows. */
    public static SafeLog of(EngineLog log) {
        return log instanceof SafeLog safe ? safe : new SafeLog(log);
    }

    @Override
    public void line(String text) {
        next().line(safe(text));
    }

    @Override
    public void machine(String text) {
        next().machine(safe(text));
    }

    @Override
    public void machineAgain(String text) {
        next().machineAgain(safe(text));
    }

    private String safe(String text) {
        return ForeignText.line(shown(text), ForeignText.LINE);
    }

    @Override
    public void hide(String secret) {
        secrets.hide(secret);
    }

    @Override
    public String shown(String text) {
        return text == null ? null : secrets.mask(ForeignText.clean(text));
    }
}
