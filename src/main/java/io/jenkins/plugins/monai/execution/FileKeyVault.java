package io.jenkins.plugins.monai.execution;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import hudson.util.Secret;
import io.jenkins.plugins.monai.engine.operation.Uninterrupted;
import io.jenkins.plugins.monai.engine.ssh.KeyVault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/**
 * A run's key in a small file of its own beside the run's state, encrypted as Jenkins encrypts secrets: with a key of the
 * secrets folder. Who has the file alone, as from a backup without that folder, has nothing.
 */
final class FileKeyVault implements KeyVault {

    /** Encrypts and decrypts texts. */
    interface Sealing {
        String seal(String plain);

        /** Empty for what was sealed with another key, or not at all. */
        Optional<String> unseal(String sealed);
    }

    private static final Sealing JENKINS = new Sealing() {
        @Override
        public String seal(String plain) {
            return Secret.fromString(plain).getEncryptedValue();
        }

        @Override
        public Optional<String> unseal(String sealed) {
            return Optional.ofNullable(Secret.decrypt(sealed)).map(Secret::getPlainText);
        }
    };

    private final Path file;
    private final Sealing sealing;

    FileKeyVault(Path file) {
        this(file, JENKINS);
    }

    FileKeyVault(Path file, Sealing sealing) {
        this.file = file;
        this.sealing = sealing;
    }

    @Override
    public void put(byte[] key) throws IOException {
        byte[] sealed = sealing.seal(Base64.getEncoder().encodeToString(key)).getBytes(StandardCharsets.US_ASCII);
        Uninterrupted.write(() -> write(sealed));
    }

    /** A crash leaves the former file or the new one, and never a half. */
    private void write(byte[] sealed) throws IOException {
        Files.createDirectories(file.getParent());
        Path begun = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(begun);
        try (FileChannel channel = FileChannel.open(begun, Set.of(CREATE_NEW, WRITE), forOwner())) {
            for (ByteBuffer bytes = ByteBuffer.wrap(sealed); bytes.hasRemaining(); ) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(begun, file, ATOMIC_MOVE);
    }

    private FileAttribute<?>[] forOwner() {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    @Override
    public Optional<byte[]> get() throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        String sealed = Files.readString(file, StandardCharsets.US_ASCII).trim();
        String plain = sealing.unseal(sealed)
                .orElseThrow(() -> new IOException(
                        "it was encrypted with another key than the one in the controller's secrets folder"));
        try {
            return Optional.of(Base64.getDecoder().decode(plain));
        } catch (IllegalArgumentException e) {
            // Without the cause, whose message may hold a part of it.
            throw new IOException("what was kept is no key");
        }
    }

    @Override
    public void delete() throws IOException {
        Files.deleteIfExists(file);
        Files.deleteIfExists(file.resolveSibling(file.getFileName() + ".new"));
    }
}
