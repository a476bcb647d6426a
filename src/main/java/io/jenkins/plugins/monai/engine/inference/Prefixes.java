package io.jenkins.plugins.monai.engine.inference;

import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.parameter.Values;
import io.jenkins.plugins.monai.engine.text.ForeignText;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where what lies in the bucket. Immutable. */
public final class Prefixes implements Serializable {

    private static final long serialVersionUID = 1L;

    /** Of the key's 1,024 bytes, so that a study's own path has room below it. */
    private static final int MAX_BYTES = 256;

    private final String input;
    private final String results;
    private final String inferred;
    private final String failed;
    private final String ledger;

    /** A missing slash at the end of a prefix is added. */
    public static Prefixes of(Values values) {
        return new Prefixes(values);
    }

    private Prefixes(Values values) {
        this.input = folder(values.get(InferenceParameters.INPUT_PREFIX));
        this.results = folder(values.get(InferenceParameters.RESULTS_PREFIX));
        this.inferred = folder(values.get(InferenceParameters.INFERRED_PREFIX));
        this.failed = folder(values.get(InferenceParameters.FAILED_PREFIX));
        this.ledger = folder(values.get(InferenceParameters.LEDGER_PREFIX));
    }

    private static String folder(String value) {
        return value.endsWith("/") ? value : value + "/";
    }

    /** Uploads. */
    public String input() {
        return input;
    }

    public String results() {
        return results;
    }

    /** Inputs that were inferred. */
    public String inferred() {
        return inferred;
    }

    /** Inputs that could not be inferred, each with its reason. */
    public String failed() {
        return failed;
    }

    /** The job ledger, and what is installed on the machine. */
    public String ledger() {
        return ledger;
    }

    /** Where this plugin puts what the machine is to fetch. */
    public String installation() {
        return ledger + "install/";
    }

    /**
     * No prefix may lie in another: what is written to one would be taken for something else, and results below the
     * input prefix would be inferred again, for ever.
     *
     * @throws OperationException two prefixes overlap, or one is not usable
     */
    public void check() throws OperationException {
        Map<String, String> named = named();
        for (Map.Entry<String, String> one : named.entrySet()) {
            checkName(one.getKey(), one.getValue());
        }
        for (String one : named.keySet()) {
            for (String other : named.keySet()) {
                checkApart(one, other);
            }
        }
    }

    /**
     * Checks one of the prefixes for itself.
     *
     * @param parameter for the message
     * @throws OperationException it is not usable
     */
    public static void checkOne(String parameter, String prefix) throws OperationException {
        checkName(parameter, folder(prefix));
    }

    /**
     * Only what concerns one of them.
     *
     * @param parameter {@code inputPrefix}, {@code resultsPrefix} and so on
     * @throws OperationException it overlaps with another one, or is not usable
     */
    public void check(String parameter) throws OperationException {
        Map<String, String> named = named();
        checkName(parameter, named.get(parameter));
        for (String other : named.keySet()) {
            checkApart(parameter, other);
            checkApart(other, parameter);
        }
    }

    private void checkApart(String one, String other) throws OperationException {
        Map<String, String> named = named();
        if (!one.equals(other) && named.get(one).startsWith(named.get(other))) {
            throw new OperationException(
                    one + " '" + named.get(one) + "' lies in " + other + " '" + named.get(other) + "'",
                    "Choose prefixes of which none lies in another: results in the input would be inferred again and"
                            + " again");
        }
    }

    private Map<String, String> named() {
        Map<String, String> named = new LinkedHashMap<>();
        named.put("inputPrefix", input);
        named.put("resultsPrefix", results);
        named.put("inferredPrefix", inferred);
        named.put("failedPrefix", failed);
        named.put("ledgerPrefix", ledger);
        return named;
    }

    private static void checkName(String parameter, String prefix) throws OperationException {
        boolean usable = !prefix.startsWith("/")
                && !prefix.contains("//")
                && !prefix.matches("(.*/)?\\.{1,2}/.*")
                && prefix.chars().noneMatch(Character::isISOControl)
                && prefix.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES;
        if (!usable) {
            throw new OperationException(
                    "'" + ForeignText.value(prefix) + "' in '" + parameter + "' is no usable prefix",
                    "Choose a folder such as input/: no slash in front, no '//', '.' or '..' in it, at most "
                            + MAX_BYTES + " bytes");
        }
    }
}
