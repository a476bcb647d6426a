package io.jenkins.plugins.monai.execution;

import io.jenkins.plugins.monai.engine.source.LeftOut;
import io.jenkins.plugins.monai.engine.source.SourceFile;
import io.jenkins.plugins.monai.engine.source.SourceListing;
import io.jenkins.plugins.monai.engine.source.Stub;
import java.io.Serializable;
import java.util.ArrayList;

/** A {@link SourceListing} that crosses the channel: remoting refuses classes that are not serializable. */
final class RemoteListing implements Serializable {

    private static final long serialVersionUID = 1L;

    private final ArrayList<RemoteFile> files = new ArrayList<>();
    private final ArrayList<Left> leftOut = new ArrayList<>();

    RemoteListing(SourceListing listing) {
        listing.files().forEach(file -> files.add(new RemoteFile(file)));
        listing.leftOut().forEach(left -> leftOut.add(new Left(left)));
    }

    SourceListing toListing() {
        return new SourceListing(
                files.stream().map(RemoteFile::toSourceFile).toList(),
                leftOut.stream().map(Left::toLeftOut).toList());
    }

    private static final class RemoteFile implements Serializable {
        private static final long serialVersionUID = 1L;
        private final String path;
        private final long size;
        private final boolean executable;
        private final Stub stub;

        RemoteFile(SourceFile file) {
            path = file.path();
            size = file.size();
            executable = file.executable();
            stub = file.stub();
        }

        SourceFile toSourceFile() {
            return new SourceFile(path, size, executable, stub);
        }
    }

    /** A {@link LeftOut}. */
    static final class Left implements Serializable {
        private static final long serialVersionUID = 1L;
        private final String path;
        private final LeftOut.Reason reason;
        private final String target;

        Left(LeftOut left) {
            path = left.path();
            reason = left.reason();
            target = left.target();
        }

        LeftOut toLeftOut() {
            return new LeftOut(path, reason, target);
        }
    }
}
