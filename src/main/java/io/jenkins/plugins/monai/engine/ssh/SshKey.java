package io.jenkins.plugins.monai.engine.ssh;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import javax.security.auth.Destroyable;
import net.schmizz.sshj.userauth.keyprovider.KeyPairWrapper;
import net.schmizz.sshj.userauth.keyprovider.KeyProvider;

/**
 * A key pair of one run, in memory only. Ed25519, which EC2's ImportKeyPair takes for Linux
 * (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/create-key-pairs.html) and the JDK makes since 15.
 */
public final class SshKey implements Destroyable {

    private final HostKey publicKey;
    private final String comment;
    private volatile KeyPair pair;

    private SshKey(KeyPair pair, String comment) {
        this.pair = pair;
        this.publicKey = HostKey.of(pair.getPublic());
        this.comment = comment;
    }

    /**
     * @param comment stands at the end of the public key's line; printable ASCII
     * @throws IllegalArgumentException the comment holds other characters
     */
    public static SshKey generate(String comment) {
        if (!comment.matches("[ -~]*")) {
            throw new IllegalArgumentException("The comment of a key must be printable ASCII");
        }
        try {
            return new SshKey(KeyPairGenerator.getInstance("Ed25519").generateKeyPair(), comment);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no Ed25519, which every Java since 15 has", e);
        }
    }

    /** {@code ssh-ed25519 AAAA... comment}, as in authorized_keys and for ImportKeyPair. */
    public String publicKeyLine() {
        return comment.isEmpty() ? publicKey.line() : publicKey.line() + " " + comment;
    }

    /** {@code SHA256:} and the unpadded Base64, as OpenSSH prints it. */
    public String fingerprint() {
        return publicKey.fingerprint();
    }

    /** @throws IllegalStateException the key was destroyed */
    KeyProvider keyProvider() {
        KeyPair current = pair;
        if (current == null) {
            throw new IllegalStateException("The run's key was destroyed");
        }
        return new KeyPairWrapper(current);
    }

    /** Forgets the private key. The JDK's keys cannot be wiped: its memory goes with the next garbage collection. */
    @Override
    public void destroy() {
        pair = null;
    }

    @Override
    public boolean isDestroyed() {
        return pair == null;
    }

    /** Nothing of the private key. */
    @Override
    public String toString() {
        return "SshKey " + fingerprint();
    }
}
