package io.jenkins.plugins.monai.lab;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** That one laboratory of a working copy at a time has its container engine; another waits. */
final class EngineLock implements AutoCloseable {

    private final FileChannel channel;

    private EngineLock(FileChannel channel) {
        this.channel = channel;
    }

    /** @param folder made when it is missing */
    static EngineLock in(Path folder) throws IOException {
        FileChannel channel = FileChannel.open(
                Files.createDirectories(folder).resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() == null) {
                System.out.println("Waiting for another laboratory of this working copy to end");
                channel.lock();
            }
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        return new EngineLock(channel);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
