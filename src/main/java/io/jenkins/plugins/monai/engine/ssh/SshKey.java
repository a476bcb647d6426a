package io.jenkins.plugins.monai.engine.ssh;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import javax.security.auth.Destroyable;
import net.schmizz.sshj.userauth.keyprovider.KeyPairWrapper;
import net.schmizz.sshj.userauth.keyprovider.KeyProvider;

/**
 * A key pair of one run, in memory and in its {@link KeyVault} only. Ed25519, which EC2's ImportKeyPair takes for Linux
 * (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/create-key-pairs.html) and the JDK makes since 15.
 */
public final class SshKey implements Destroyable {

    private static final String ALGORITHM = "Ed25519";

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
            return new SshKey(KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair(), comment);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no Ed25519, which every Java since 15 has", e);
        }
    }

    /**
     * For a {@link KeyVault}: the lengths of both halves and the halves, PKCS #8 and X.509. Whoever asks for it wipes it.
     *
     * @throws IllegalStateException the key was destroyed
     */
    public byte[] encoded() {
        KeyPair current = present();
        byte[] secret = current.getPrivate().getEncoded();
        byte[] open = current.getPublic().getEncoded();
        return ByteBuffer.allocate(2 * Integer.BYTES + secret.length + open.length)
                .putInt(secret.length)
                .put(secret)
                .putInt(open.length)
                .put(open)
                .array();
    }

    /**
     * The key that {@link #encoded} wrote.
     *
     * @param comment as in {@link #generate}
     * @throws IllegalArgumentException these bytes are no such key, or its halves do not belong together
     */
    public static SshKey decode(byte[] encoded, String comment) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(encoded);
            KeyFactory factory = KeyFactory.getInstance(ALGORITHM);
            byte[] secret = next(bytes);
            byte[] open = next(bytes);
            KeyPair pair = new KeyPair(
                    factory.generatePublic(new X509EncodedKeySpec(open)),
                    factory.generatePrivate(new PKCS8EncodedKeySpec(secret)));
            checkBelongTogether(pair);
            return new SshKey(pair, comment);
        } catch (GeneralSecurityException | BufferUnderflowException e) {
            // Without the cause, whose message may hold some of the bytes.
            throw new IllegalArgumentException("Not a key pair of a run");
        }
    }

    private static byte[] next(ByteBuffer bytes) {
        int length = bytes.getInt();
        if (length < 0 || length > bytes.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] part = new byte[length];
        bytes.get(part);
        return part;
    }

    private static void checkBelongTogether(KeyPair pair) throws GeneralSecurityException {
        byte[] text = {1};
        Signature signature = Signature.getInstance(ALGORITHM);
        signature.initSign(pair.getPrivate());
        signature.update(text);
        byte[] signed = signature.sign();
        signature.initVerify(pair.getPublic());
        signature.update(text);
        if (!signature.verify(signed)) {
            throw new GeneralSecurityException();
        }
    }

    private KeyPair present() {
        KeyPair current = pair;
        if (current == null) {
            throw new IllegalStateException("The run's key was destroyed");
        }
        return current;
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
        return new KeyPairWrapper(present());
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
