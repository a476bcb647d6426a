package io.jenkins.plugins.monai.engine.packager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The last words of pip, compilers, Docker, BuildKit and Podman, as they print them. */
class PackagingRemedyTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "write /var/lib/docker/tmp/x: no space left on device | volumeGiB",
                "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device | volumeGiB",
                "process \"/bin/sh -c pip install\" did not complete successfully: exit code: 137 | larger type",
                "ERROR: neither a Docker daemon that ubuntu may use nor podman is on ... | AMI",
                "ERROR: the base image needs Python 3.9 or newer | baseImage",
                "ERROR: Error [Errno 2] No such file or directory: 'git' while executing command git version\\n"
                        + "ERROR: Cannot find command 'git' - do you have 'git' installed and in your PATH? | baseImage with git",
                "/bin/sh: 1: git: not found | baseImage with git",
                "fatal: could not read Username for 'https://git.example': No such device or address | private Git repository",
                "git@git.example: Permission denied (publickey). | private Git repository",
                "error: command 'gcc' failed: No such file or directory\\nERROR: Failed building wheel for foo | build-essential",
                "error: command '/usr/bin/x86_64-linux-gnu-gcc' failed with exit code 1 | build-essential",
                "unable to execute 'x86_64-linux-gnu-gcc': No such file or directory | build-essential",
                "fatal error: Python.h: No such file or directory | python3-dev",
                "error: can't find Rust compiler | compiler",
                "RuntimeError: CMake must be installed to build dlib | compiler",
                "  ERROR: Failed building wheel for pydicom-seg | ('pydicom-seg')",
                "ERROR: Could not build wheels for x\\nerror: subprocess-exited-with-error | built from source",
                "ERROR: Ignored the following versions that require a different python version: 2.3.0 Requires-Python >=3.11\\n"
                        + "ERROR: No matching distribution found for numpy==2.3.0 | for the Python of the base image",
                "ERROR: Package 'monai' requires a different Python: 3.9.2 not in '>=3.10' | for the Python of the base image",
                "ERROR: foo-1.0-cp39-cp39-linux_x86_64.whl is not a supported wheel on this platform. | for the Python",
                "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE. | --hash",
                "ERROR: In --require-hashes mode, all requirements must have their versions pinned with ==. | pip-compile",
                "ERROR: Hashes are required in --require-hashes mode, but they are missing from some requirements | --hash",
                "WARNING: 401 Error, Credentials not correct for https://pypi.example/simple/foo/\\n"
                        + "ERROR: No matching distribution found for foo | package index refuses",
                "ERROR: HTTP error 403 while getting https://pypi.example/foo.whl | package index refuses",
                "requests.exceptions.HTTPError: 403 Client Error: Forbidden for url: https://pypi.example | package index",
                "ERROR: No matching distribution found for nump==1 | 'nump==1'",
                "ERROR: Could not find a version that satisfies the requirement torch==9.9 (from versions: none) | 'torch==9.9'",
                "ERROR: ResolutionImpossible: for help visit https://pip.pypa.io | exclude each other",
                "ERROR: Invalid requirement: 'numpy=>1' (from line 1 of requirements.txt) | cannot read a line",
                "ERROR: Could not open requirements file: [Errno 2] No such file or directory: 'base.txt' | another file",
                "error: externally-managed-environment | Python of its own",
                "no match for platform in manifest sha256:0: not found | processor",
                "exec /bin/sh: exec format error | processor",
                "manifest unknown: manifest unknown | baseImage",
                "pull access denied for x, repository does not exist or may require 'docker login' | signing in",
                "SSLError(SSLCertVerificationError(1, 'certificate verify failed: self-signed certificate')) | authority",
                "dial tcp: lookup public.ecr.aws: no such host | subnets",
                "Temporary failure in name resolution | subnets",
                "curl: (7) Failed to connect: Connection refused | subnets",
                "something else | last lines",
            })
    void namesWhatToDo(String lastLines, String remedy) {
        String told = PackagingRemedy.of(lastLines.replace("\\n", "\n"));
        assertTrue(told.contains(remedy), told);
        assertEquals(-1, told.indexOf('%'), told);
    }
}
