package io.jenkins.plugins.monai.engine.requirements;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.monai.engine.operation.OperationException;
import io.jenkins.plugins.monai.engine.source.LocalSourceTree;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requirements work on the machine, or are refused by file and line before one is paid for. */
class RequirementsReaderTest {

    private static final String MOUNTED = "/opt/holoscan/tools/requirements/files";

    @TempDir
    Path workspace;

    private void write(String path, String content) throws IOException {
        write(path, content.getBytes(StandardCharsets.UTF_8));
    }

    private void write(String path, byte[] content) throws IOException {
        Path file = workspace.resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }

    private Requirements read(String text, String... packages) throws OperationException, IOException {
        write("app/requirements.txt", text);
        return readWritten(packages);
    }

    private Requirements readWritten(String... packages) throws OperationException, IOException {
        return RequirementsReader.read(
                new LocalSourceTree(workspace), "app/requirements.txt", List.of(packages), "app/app.yaml");
    }

    private OperationException refused(String text, String... packages) {
        return assertThrows(OperationException.class, () -> read(text, packages), text);
    }

    @Test
    void linesAreJoinedAndCommentsLeftOut() throws Exception {
        Requirements read = read("# what it needs\nnumpy>=1.26,\\\n<3   # not yet 3\n \n"
                + "torch==2.13.0 ; python_version > '3.9'\r\npkg==1 \\\n    --hash=sha256:aa \\\n"
                + "    --hash=sha256:bb\nlast @ https://example.org/a#b.whl \\");
        assertEquals(
                List.of(
                        "numpy>=1.26,<3",
                        "torch==2.13.0 ; python_version > '3.9'",
                        "pkg==1 --hash=sha256:aa --hash=sha256:bb",
                        "last @ https://example.org/a#b.whl"),
                read.lines());
    }

    @ParameterizedTest
    @CsvSource({"UTF-8,EFBBBF", "UTF-16LE,FFFE", "UTF-16BE,FEFF", "UTF-32LE,FFFE0000", "UTF-32BE,0000FEFF"})
    void byteOrderMarks(String charset, String mark) throws Exception {
        byte[] bom = java.util.HexFormat.of().parseHex(mark);
        byte[] text = "numpy==2.2.6 # f\u00fcr\r\ntorch\r\n".getBytes(Charset.forName(charset));
        byte[] all = java.util.Arrays.copyOf(bom, bom.length + text.length);
        System.arraycopy(text, 0, all, bom.length, text.length);
        write("app/requirements.txt", all);
        assertEquals(List.of("numpy==2.2.6", "torch"), readWritten().lines());
    }

    @Test
    void codingLines() throws Exception {
        write(
                "app/requirements.txt",
                "#!x\n# -*- coding: latin-1 -*-\nnumpy # f\u00fcr\n".getBytes(StandardCharsets.ISO_8859_1));
        assertEquals(List.of("numpy"), readWritten().lines());
        write("app/requirements.txt", "numpy # f\u00fcr\n".getBytes(StandardCharsets.ISO_8859_1));
        assertTrue(assertThrows(OperationException.class, this::readWritten)
                .remedy()
                .contains("UTF-8"));
        assertTrue(refused("# coding: klingon\nnumpy\n").problem().contains("no encoding 'klingon'"));
    }

    @Test
    void includedFilesArePutInOnceWhateverNamesThem() throws Exception {
        write("app/base.txt", "pydicom==3.0.2\n-r sub/more.txt\n");
        write("app/sub/more.txt", "--requirement=../base.txt\nnumpy\n-r ../requirements.txt\n");
        for (String option : List.of("-r base.txt", "-rbase.txt", "--requirement base.txt", "--requirem=base.txt")) {
            Requirements read = read(option + "\n-r ./base.txt\ntorch\n");
            assertEquals(List.of("pydicom==3.0.2", "numpy", "torch"), read.lines(), option);
            assertEquals(List.of("app/requirements.txt", "app/base.txt", "app/sub/more.txt"), read.files());
        }
    }

    @Test
    void constraintsAreSentAlong() throws Exception {
        write("app/pins.txt", "numpy==2.2.6\n-c ../all.txt\n");
        write("all.txt", "torch==2.13.0\n");
        Requirements read = read("numpy\n-c pins.txt\n");
        assertEquals(List.of("numpy", "--constraint " + MOUNTED + "/constraints-0.txt"), read.lines());
        assertEquals(
                List.of("requirements/constraints-0.txt", "requirements/constraints-1.txt"),
                List.copyOf(read.constraints().keySet()));
        assertEquals(
                List.of("numpy==2.2.6", "--constraint " + MOUNTED + "/constraints-1.txt"),
                read.constraints().get("requirements/constraints-0.txt"));
        assertEquals("app/requirements.txt, line 2", read.remarks().constraint());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "./wheels/x-1-py3-none-any.whl | F/local/0/x-1-py3-none-any.whl",
                "wheels/x-1-py3-none-any.whl[a,b] ; python_version>'3' | F/local/0/x-1-py3-none-any.whl[a,b] ; python_version>'3'",
                "x @ file:wheels/x-1-py3-none-any.whl | x @ file://F/local/0/x-1-py3-none-any.whl",
                "x[a] @ file:./wheels/x-1-py3-none-any.whl ; extra | x[a] @ file://F/local/0/x-1-py3-none-any.whl ; extra",
                "file:wheels/x-1-py3-none-any.whl | F/local/0/x-1-py3-none-any.whl",
                "../root-1.tar.gz | F/local/0/root-1.tar.gz",
                "root-1.tar.gz --hash=sha256:aa | F/local/0/root-1.tar.gz --hash=sha256:aa",
                "./project | F/local/0/project",
                "--find-links wheels | --find-links F/local/0/wheels",
                "-f ./wheels | --find-links F/local/0/wheels",
            })
    void filesOfTheWorkspaceAreSentAlong(String written, String line) throws Exception {
        write("app/wheels/x-1-py3-none-any.whl", "wheel");
        write("root-1.tar.gz", "sdist");
        write("app/project/pyproject.toml", "");
        Requirements read = read(written + "\n");
        assertEquals(List.of(line.replace("F/", MOUNTED + "/")), read.lines());
        assertEquals(1, read.local().size());
        assertTrue(read.hasFiles());
        assertEquals("app/requirements.txt, line 1", read.remarks().file());
        assertEquals(written.contains("project"), read.remarks().folder() != null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--index-url https://user:hunter2secret@pypi.example.org/simple",
                "-i https://hunter2secret@pypi.example.org/simple",
                "--extra-index-url=https://__token__:hunter2secret@pypi.example.org/simple",
                "--extra-index https://aws:hunter2secret@pypi.example.org/simple",
                "--find-links https://pypi.example.org/x?X-Amz-Signature=hunter2secret",
                "-f https://pypi.example.org/x?access_token=hunter2secret",
                "pkg @ git+https://hunter2secret@pypi.example.org/x.git",
                "pkg @ git+https://oauth2:hunter2secret@pypi.example.org/x.git@main",
                "https://user:hunter2secret@pypi.example.org/x.whl",
                "git+ssh://git:hunter2secret@pypi.example.org/x.git",
                "-r https://user:hunter2secret@pypi.example.org/r.txt",
                "numpy \\\n  -i https://user:hunter2secret@pypi.example.org/simple"
            })
    void credentialsAreRefusedAndNotShown(String line) {
        for (OperationException e : List.of(refused("numpy\n" + line + "\n"), refused("numpy\n", line))) {
            assertFalse(e.getMessage().contains("hunter2secret"), e.getMessage());
            assertTrue(e.problem().contains("pypi.example.org holds credentials"), e.getMessage());
            assertTrue(e.remedy().contains("pip.conf"), e.getMessage());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--index-url https://${USER}:${TOKEN}@pypi.example.org | a variable",
                "-e . | editable",
                "--editable=git+https://example.org/x.git | editable",
                "-r missing.txt | 'app/missing.txt', which is no file of the workspace",
                "-r ../../secret.txt | a file elsewhere",
                "-r /etc/requirements.txt | a file elsewhere",
                "-r https://example.org/r.txt | which is no file",
                "-c missing.txt | 'app/missing.txt'",
                "./missing.whl | './missing.whl' is not in the workspace",
                "x @ file:///srv/x.whl | '/srv/x.whl' is not in the workspace",
                "--find-links /srv/wheels | '/srv/wheels' is not in the workspace",
                "git+ssh://git@example.org/x.git | no key or file for a repository of 'ssh:'",
                "x @ git+file:///srv/x | 'file:'",
                "numpy=1.2 | pip cannot read",
                "numpy 1.2 | pip cannot read",
                "[tool.poetry] | pip cannot read",
                "--target /x | '--target' is no option",
                "--index-url | '--index-url' is no option",
                "--require x | '--require' is no option",
            })
    void whatCannotWorkIsRefusedByItsLine(String line, String problem) {
        OperationException e = refused("numpy\n" + line + "\n");
        assertTrue(e.problem().startsWith("app/requirements.txt, line 2: "), e.getMessage());
        assertTrue(e.problem().contains(problem), e.getMessage());
        assertTrue(refused("numpy\n", line).problem().startsWith("app/app.yaml, pip-packages: "));
    }

    @Test
    void whatPipCouldNotInstallIsRefused() throws Exception {
        write("app/empty/README", "");
        write("app/more.txt", "numpy");
        for (String line : List.of("./empty", "./more.txt", "x @ file:./empty")) {
            assertTrue(refused(line + "\n").problem().contains("that pip could install"), line);
        }
    }

    @Test
    void aWheelOfAnotherSystemIsRefused() throws Exception {
        write("app/x-1-cp312-cp312-win_amd64.whl", "wheel");
        assertTrue(refused("./x-1-cp312-cp312-win_amd64.whl\n").problem().contains("another system than Linux"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "numpy",
                "Numpy_x.y-z==1.0.*",
                "numpy [a, b] >= 1 , < 2",
                "numpy~=1.2; sys_platform == 'linux'",
                "numpy (>=1)",
                "numpy===1.0+cu130",
                "x @ https://example.org/x.whl",
                "x @ git+https://example.org/x.git@v1",
                "https://example.org/x-1.whl#sha256=aa",
                "--index-url https://pypi.example.org/simple",
                "--extra-index-url https://download.pytorch.org/whl/cu130",
                "--trusted-host pypi.example.org",
                "--no-index",
                "--pre",
                "--prefer-binary",
                "--only-binary :all:",
                "x==1 --config-settings 'a=b c'"
            })
    void whatPipReadsStaysAsItIs(String line) throws Exception {
        assertEquals(List.of(line), read(line + "\n").lines());
        assertEquals(List.of(line), read("", line).pipPackages());
    }

    @Test
    void remarksWhatNotEveryPackagerCanDo() throws Exception {
        Requirements read = read("a==1 --hash=sha256:aa\nx @ git+https://example.org/x.git\n", "numpy");
        assertEquals("app/requirements.txt, line 1", read.remarks().hash());
        assertEquals("app/requirements.txt, line 2", read.remarks().withoutHash());
        assertEquals("app/requirements.txt, line 2", read.remarks().git());
        assertEquals(Map.of(), read.local());
        assertEquals(
                "app/app.yaml, pip-packages",
                read("a==1 --hash=sha256:aa\n", "numpy").remarks().withoutHash());
    }

    @Test
    void namesThatAreNotAsciiSayTheirEncoding() {
        assertEquals("a\n", Requirements.text(List.of("a")));
        assertTrue(Requirements.text(List.of("./gr\u00f6\u00dfe.whl")).startsWith("# -*- coding: utf-8"));
    }
}
