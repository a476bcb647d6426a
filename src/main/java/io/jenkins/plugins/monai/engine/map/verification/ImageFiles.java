package io.jenkins.plugins.monai.engine.map.verification;

import io.jenkins.plugins.monai.engine.map.layer.Layer;
import io.jenkins.plugins.monai.engine.map.layer.LayerEntry;
import io.jenkins.plugins.monai.engine.map.layer.LayerLimits;
import io.jenkins.plugins.monai.engine.map.layer.LayerReader;
import io.jenkins.plugins.monai.engine.registry.Descriptor;
import io.jenkins.plugins.monai.engine.registry.ImageReference;
import io.jenkins.plugins.monai.engine.registry.RegistryClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The files of an image as a container would see them. Layers are read from the top, and no further down than an answer
 * needs; those beyond a limit are skipped and remembered.
 */
final class ImageFiles {

    /** Whether something is in the image. */
    enum Presence {
        PRESENT,
        ABSENT,
        /** It is in none of the layers that could be read. */
        UNKNOWN
    }

    /**
     * A layer that was not read.
     *
     * @param reason the rest of "The layer ..."
     * @param malformed whether no container engine could read it either
     */
    record Skipped(Descriptor layer, String reason, boolean malformed) {}

    private static final int MAX_LINKS = 40;
    private static final LayerEntry UNDECIDED = new LayerEntry(LayerEntry.Kind.FILE, null, false, null);

    private final RegistryClient registry;
    private final ImageReference image;
    private final List<Descriptor> unread;
    private final Set<String> wantedNames;
    private final LayerLimits limits;
    private final List<Layer> layers = new ArrayList<>();
    private final List<Skipped> skipped = new ArrayList<>();
    private long bytesRead;
    private int entriesRead;

    /**
     * @param descriptors of the layers, from the lowest
     * @param wantedNames last parts of the paths of files whose content will be asked for
     */
    ImageFiles(
            RegistryClient registry,
            ImageReference image,
            List<Descriptor> descriptors,
            Set<String> wantedNames,
            LayerLimits limits) {
        this.registry = registry;
        this.image = image;
        this.unread = new ArrayList<>(descriptors);
        this.wantedNames = wantedNames;
        this.limits = limits;
    }

    /** The first of these paths that the image has, links followed, in the order of the layers from the top. */
    Optional<LayerEntry> find(Collection<String> paths) throws IOException, InterruptedException {
        while (true) {
            boolean undecided = false;
            for (String path : paths) {
                LayerEntry entry = resolve(path);
                if (entry != null && entry != UNDECIDED) {
                    return Optional.of(entry);
                }
                undecided |= entry == UNDECIDED;
            }
            if (!undecided || !readNext()) {
                return Optional.empty();
            }
        }
    }

    Optional<LayerEntry> find(String path) throws IOException, InterruptedException {
        return find(List.of(path));
    }

    Presence presence(Collection<String> paths) throws IOException, InterruptedException {
        if (find(paths).isPresent()) {
            return Presence.PRESENT;
        }
        boolean gone = true;
        for (String path : paths) {
            gone &= resolve(path) == null;
        }
        return gone || skipped.isEmpty() ? Presence.ABSENT : Presence.UNKNOWN;
    }

    Presence presence(String path) throws IOException, InterruptedException {
        return presence(List.of(path));
    }

    /** Whether a folder has anything in it. */
    Presence hasChildren(String folder) throws IOException, InterruptedException {
        do {
            if (!children(folder).isEmpty()) {
                return Presence.PRESENT;
            }
        } while (readNext());
        return skipped.isEmpty() ? Presence.ABSENT : Presence.UNKNOWN;
    }

    /** Paths right below a folder, as far as the layers were read; links to the folder are not followed. */
    Set<String> children(String folder) {
        String path = LayerReader.normal(folder).orElse("");
        Set<String> children = new TreeSet<>();
        for (int i = 0; i < layers.size(); i++) {
            for (String child : layers.get(i).children(path)) {
                if (layers.subList(0, i).stream().noneMatch(upper -> upper.hides(child))) {
                    children.add(child);
                }
            }
        }
        return children;
    }

    /** As {@link #find(String)}, without reading another layer for it. */
    Optional<LayerEntry> findRead(String path) {
        return Optional.ofNullable(resolve(path)).filter(entry -> entry != UNDECIDED);
    }

    /** The layers that were met so far and could not be read. */
    List<Skipped> skipped() {
        return skipped;
    }

    /** The entry, links followed; null when it is gone; UNDECIDED when lower layers may have it. */
    private LayerEntry resolve(String path) {
        List<String> left = parts(path);
        String at = "";
        for (int links = 0; !left.isEmpty(); ) {
            String part = left.remove(0);
            if (part.equals("..")) {
                at = at.substring(0, Math.max(0, at.lastIndexOf('/')));
                continue;
            }
            String next = at.isEmpty() ? part : at + "/" + part;
            LayerEntry entry = lookup(next);
            if (entry == null || entry == UNDECIDED) {
                return entry;
            }
            if (entry.isLink()) {
                if (++links > MAX_LINKS) {
                    return null;
                }
                left.addAll(0, parts(entry.target()));
                at = entry.target().startsWith("/") ? "" : at;
            } else if (left.isEmpty()) {
                return entry;
            } else if (!entry.isDirectory()) {
                return null;
            } else {
                at = next;
            }
        }
        return LayerEntry.FOLDER;
    }

    private static List<String> parts(String path) {
        List<String> parts = new ArrayList<>();
        for (String part : path.split("/")) {
            if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        return parts;
    }

    private LayerEntry lookup(String path) {
        for (Layer layer : layers) {
            LayerEntry entry = layer.get(path);
            if (entry != null) {
                return entry;
            }
            if (layer.hides(path)) {
                // A skipped layer above may have brought it back.
                return skipped.isEmpty() ? null : UNDECIDED;
            }
        }
        return unread.isEmpty() && skipped.isEmpty() ? null : UNDECIDED;
    }

    /** Reads or skips the next layer; false when there is none. */
    private boolean readNext() throws IOException, InterruptedException {
        if (unread.isEmpty()) {
            return false;
        }
        Descriptor layer = unread.remove(unread.size() - 1);
        String reason = reasonToSkip(layer);
        if (reason != null) {
            skipped.add(new Skipped(layer, reason, false));
            return true;
        }
        try {
            LayerReader reader = new LayerReader(wantedNames, limits.unpackedBytes(), limits.entries() - entriesRead);
            Layer read = registry.blob(image, layer, content -> reader.read(content, layer.mediaType()));
            bytesRead += layer.size();
            entriesRead += read.size();
            layers.add(read);
        } catch (LayerReader.LimitException e) {
            skipped.add(new Skipped(layer, e.getMessage(), false));
        } catch (LayerReader.MalformedException e) {
            skipped.add(new Skipped(layer, e.getMessage(), true));
        }
        return true;
    }

    private String reasonToSkip(Descriptor layer) {
        if (!LayerReader.understands(layer.mediaType())) {
            return "has a media type that is not understood, " + Findings.shown(layer.mediaType());
        }
        if (layer.size() > limits.layerBytes()) {
            return "has " + layer.size() + " bytes, more than the " + limits.layerBytes() + " that are read";
        }
        if (layer.size() > limits.totalBytes() - bytesRead) {
            return "comes after " + bytesRead + " bytes of other layers, and " + limits.totalBytes()
                    + " are read in all";
        }
        return null;
    }
}
