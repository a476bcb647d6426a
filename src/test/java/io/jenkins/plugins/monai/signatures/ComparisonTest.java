package io.jenkins.plugins.monai.signatures;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The comparison finds what it is for. */
class ComparisonTest {

    @SuppressWarnings("unused")
    public abstract static class Signature {
        public String name;

        public Signature(String text) {}

        public void gone() {}

        public int otherResult() {
            return 0;
        }

        public static void wasStatic() {}

        public void hidden() {}

        public void same(List<String> list) {}
    }

    @SuppressWarnings("unused")
    public static class Genuine {
        protected String name;

        public Genuine(int number) {}

        public long otherResult() {
            return 0;
        }

        public void wasStatic() {}

        protected void hidden() {}

        public void same(List<?> list) {}
    }

    @Test
    void findsEachDifference() {
        Map<Boolean, List<String>> found = Comparison.differences(Signature.class, Genuine.class).stream()
                .map(difference ->
                        difference.substring(Signature.class.getName().length()))
                .sorted()
                .collect(Collectors.partitioningBy(difference -> difference.contains("same")));
        assertEquals(
                List.of(
                        "#gone[] does not exist",
                        "#hidden[] is less visible",
                        "#" + Signature.class.getName() + "[class java.lang.String] does not exist",
                        "#name is less visible",
                        "#otherResult[] does not exist",
                        "#wasStatic[] is static here and not there, or the other way round"),
                found.get(false));
        assertEquals(List.of(), found.get(true));
    }
}
