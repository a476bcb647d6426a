package io.jenkins.plugins.monai.engine.inference;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The smallest DICOM object that belongs to a study: DICOM PS3.10, explicit VR little endian. */
final class TestDicom {

    private static final String CT = "1.2.840.10008.5.1.4.1.1.2";
    private static final String EXPLICIT_LITTLE_ENDIAN = "1.2.840.10008.1.2.1";

    private TestDicom() {}

    static byte[] of(String instance) {
        byte[] meta = bytes(
                element(2, 1, "OB", new byte[] {0, 1}),
                element(2, 2, "UI", uid(CT)),
                element(2, 3, "UI", uid(instance)),
                element(2, 0x10, "UI", uid(EXPLICIT_LITTLE_ENDIAN)),
                element(2, 0x12, "UI", uid("1.2.3.4")));
        byte[] data = bytes(
                element(8, 0x16, "UI", uid(CT)),
                element(8, 0x18, "UI", uid(instance)),
                element(0x10, 0x10, "PN", text("ANON^CASE")),
                element(0x10, 0x20, "LO", text("CASE1 ")),
                element(0x12, 0x62, "CS", text("YES ")),
                element(0x20, 0x0d, "UI", uid("1.2.3.4.5")),
                element(0x20, 0x0e, "UI", uid("1.2.3.4.5.6")),
                element(0x7fe0, 0x10, "OB", new byte[] {0, 0}));
        byte[] length = ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(meta.length)
                .array();
        return bytes(new byte[128], text("DICM"), element(2, 0, "UL", length), meta, data);
    }

    private static byte[] uid(String value) {
        return text(value.length() % 2 == 0 ? value : value + "\0");
    }

    private static byte[] text(String value) {
        return value.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] element(int group, int number, String vr, byte[] value) {
        ByteBuffer head = ByteBuffer.allocate(vr.equals("OB") ? 12 : 8).order(ByteOrder.LITTLE_ENDIAN);
        head.putShort((short) group).putShort((short) number).put(text(vr));
        if (vr.equals("OB")) {
            head.putShort((short) 0).putInt(value.length);
        } else {
            head.putShort((short) value.length);
        }
        return bytes(head.array(), value);
    }

    private static byte[] bytes(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
