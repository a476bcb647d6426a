package io.jenkins.plugins.monai.engine.buildmap.build;

import io.jenkins.plugins.monai.engine.buildmap.BuildMapState;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;

/** States as they are on disk. */
final class Serialized {

    private Serialized() {}

    static byte[] bytes(BuildMapState state) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(state);
        }
        return bytes.toByteArray();
    }

    static BuildMapState state(byte[] bytes) throws IOException, ClassNotFoundException {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return (BuildMapState) in.readObject();
        }
    }

    /** What another process would read. */
    static BuildMapState copy(BuildMapState state) throws IOException, ClassNotFoundException {
        return state(bytes(state));
    }
}
