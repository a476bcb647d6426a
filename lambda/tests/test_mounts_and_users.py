"""Number 10: nothing of an image, a configuration or a key becomes part of an option."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from monai_runner import map_run, mounts, users
from monai_runner.failure import JobFailure, Trouble
from monai_runner.settings import Settings
from monai_runner.users import Accounts, resolve
from monai_runner.workplace import Workplace

IMAGE = "r/m@sha256:" + "0" * 64


def paths(inside: str, outside: str = "/var/holoscan/output") -> mounts.Paths:
    env = [f"HOLOSCAN_INPUT_PATH={inside}", f"HOLOSCAN_OUTPUT_PATH={outside}", "PATH=/bin"]
    return mounts.paths_of({"Env": env})


class TestPaths:
    def test_of_both_specifications(self) -> None:
        old = ["MONAI_INPUTPATH=/var/monai/input", "MONAI_OUTPUTPATH=/var/monai/output/"]
        new = ["HOLOSCAN_INPUT_PATH=/in", "HOLOSCAN_OUTPUT_PATH=/out"]
        assert mounts.paths_of({"Env": old}).output == "/var/monai/output"
        assert mounts.paths_of({"Env": new + old}).input == "/in"
        assert mounts.paths_of({}).input == "/var/holoscan/input"
        assert mounts.paths_of({"Env": new[:1]}) == mounts.Paths("/in", "/var/holoscan/output")

    @pytest.mark.parametrize(
        "path",
        ["/in", "/in/", "/data/in-1_2.3", "/usr/src/app/in", "/home/app/in", "/etcetera/x", "/...",
         "/var/holoscan/in", "/opt/holoscan/in", "/tmp/in", "/a" * 500],
    )  # fmt: skip
    def test_10_plain_ones(self, path: str) -> None:
        assert paths(path).input == path.removesuffix("/")

    @pytest.mark.parametrize(
        "path",
        ["", "in", "./in", "~/in", "-v", "--privileged", "$HOME", "${X}/in",
         "/in,readonly=false", "/in,source=/etc", "/in,target=/x", "/in:rw", "/in:/x:rw",
         '/in"', "/in'", "/in\\x", "/in\n/x", "/in\n", "\n/in", "/in\r", "/in\t", "/in x", " /in",
         "/in\x00", "/in\u202e", "/\u00e9", "/in\u2028", "/in=x", "/in;x", "/$(id)", "/in*",
         "/{a,b}",
         "/", "//", "/in//x", "//in", "/in//", "/.", "/..", "/in/..", "/in/../../etc", "/in/./x",
         "/etc", "/etc/", "/etc/x", "/proc", "/proc/self", "/proc/1/root", "/sys/fs/cgroup", "/dev",
         "/dev/shm", "/boot/x", "/bin", "/sbin/x", "/lib", "/lib64/x", "/usr", "/usr/", "/usr/bin",
         "/usr/lib", "/var", "/var/lib", "/run", "/var/run", "/opt", "/a" * 600],
    )  # fmt: skip
    def test_10_all_others(self, path: str) -> None:
        for pair in ((path, "/out"), ("/in", path)):
            with pytest.raises(JobFailure, match="MAP_PATH_INVALID"):
                paths(*pair)

    @pytest.mark.parametrize(
        ("inside", "outside"),
        [("/a", "/a"), ("/a", "/a/"), ("/a", "/a/b"), ("/a/b", "/a"), ("/a", "/a/b/c")],
    )
    def test_10_one_in_the_other(self, inside: str, outside: str) -> None:
        with pytest.raises(JobFailure, match="MAP_PATH_INVALID"):
            paths(inside, outside)

    def test_10_beside_each_other(self) -> None:
        assert paths("/a/b", "/a/bc") == mounts.Paths("/a/b", "/a/bc")

    def test_10_named_twice(self) -> None:
        env = ["HOLOSCAN_INPUT_PATH=/in", "HOLOSCAN_INPUT_PATH=/other"]
        with pytest.raises(JobFailure, match="MAP_PATH_INVALID"):
            mounts.paths_of({"Env": env})
        assert mounts.paths_of({"Env": env[:1] * 2}).input == "/in"

    def test_10_the_command_line_has_them_in_one_place(self) -> None:
        settings = Settings(bucket="b", bucket_owner="0" * 12, image=IMAGE, gpu=False)
        place = Workplace(Path("/srv"), "0-1")
        config = {"Env": ["HOLOSCAN_INPUT_PATH=/in"], "Entrypoint": ["-v"], "Cmd": ["--privileged"]}
        line = map_run.arguments(settings, place, "n", "0", config, "7:8")
        assert line[-1] == IMAGE and "--privileged" not in line and "-v" not in line
        assert "type=bind,source=/srv/jobs/0-1/input,target=/in,readonly" in line


PASSWD = """root:x:0:0:root:/root:/bin/sh
toor:x:0:0::/:/bin/sh
zeros:x:00:0::/:/bin/sh
plus:x:+0:5::/:/bin/sh
app:x:1001:1002::/:/bin/sh
rootgroup:x:1003:0::/:/bin/sh
short:x:9
broken:x:many:5::/:
minus:x:-7:5::/:
huge:x:4294967296:5::/:
1005:x:0:0::/:/bin/sh
later:x:1001:77::/:
"""
GROUP = "root:x:0:\nwheel:x:0:app\nstaff:x:50:app\nbroken:x::\n1006:x:0:\n"


def accounts(passwd: str | None = PASSWD, group: str | None = GROUP) -> Accounts:
    split = [[line.split(":") for line in text.split("\n")] if text is not None else None
             for text in (passwd, group)]  # fmt: skip
    return Accounts(*split)


class TestUsers:
    @pytest.mark.parametrize(
        "user",
        ["", "0", "00", "000000", "+0", "-0", "root", "toor", "zeros", "plus", "0:0", "0:1000",
         "root:staff",
         "toor:app", "+0:7", ":", ":50", ":staff", "0" * 30, "0" * 5000, "root:nosuch"],
    )  # fmt: skip
    def test_10_root_by_any_name(self, user: str) -> None:
        assert resolve(user, accounts(), "1000:1001") == "1000:1001"

    @pytest.mark.parametrize(
        ("user", "expected"),
        [
            ("app", "1001:1002"),
            ("1001", "1001:1002"),
            ("+1001", "1001:1002"),
            ("01001", "1001:1002"),
            ("app:staff", "1001:50"),
            ("app:7", "1001:7"),
            ("1234:staff", "1234:50"),
            # The group of root, by name, by number, as the user's own, or for want of another.
            ("app:root", "1001:555"),
            ("app:wheel", "1001:555"),
            ("app:0", "1001:555"),
            ("app:+0", "1001:555"),
            ("rootgroup", "1003:555"),
            ("1234", "1234:555"),
            ("1234:00", "1234:555"),
            # Digits are numbers, whatever the image calls an account.
            ("1005", "1005:555"),
            ("7:1006", "7:1006"),
            ("2147483647:1", "2147483647:1"),
        ],
    )
    def test_10_numbers_for_all_others(self, user: str, expected: str) -> None:
        assert resolve(user, accounts(), "1000:555") == expected

    @pytest.mark.parametrize(
        "user",
        ["nobody", "app:nosuch", "-1", "-1001", "4294967296", "2147483648", "4294967295", "broken",
         "minus", "huge", "short", "app:-1", "app:4294967296", "app:broken", " 0", "0 ", "0x0",
         "\u0660", "\uff10", "0\n", "Root", "ROOT", "--privileged", "app:x:y"],
    )  # fmt: skip
    def test_10_nobody_of_the_image(self, user: str) -> None:
        with pytest.raises(JobFailure, match="MAP_USER_INVALID"):
            resolve(user, accounts(), "1000:1000")

    def test_10_an_image_without_accounts(self) -> None:
        none = accounts(None, None)
        assert resolve("1234", none, "1000:555") == "1234:555"
        assert resolve("root", none, "1000:555") == resolve("0:7", none, "1000:555") == "1000:555"
        for user in ("app", "7:staff"):
            with pytest.raises(Trouble, match="MAP_USER"):
                resolve(user, none, "1000:1000")

    @pytest.mark.parametrize("text", ["1:1", "1000:1000", "2147483647:2147483647"])
    def test_10_the_setting(self, text: str) -> None:
        assert users.is_user(text)

    @pytest.mark.parametrize(
        "text",
        ["", "0", "0:0", "1000", "1000:0", "0:1000", "00:1", "+1:1", "-1:1", "root", "a:b", "1:1\n",
         "1:1 --privileged", "1:2:3", "2147483648:1", "99999999999:1", "\u0661:\u0661"],
    )  # fmt: skip
    def test_10_the_setting_is_never_root(self, text: str) -> None:
        assert not users.is_user(text)

    def test_strange_archives(self) -> None:
        for archive in (b"", b"x" * 5000, b"\0" * 10240):
            assert users._lines(archive) is None


def test_10_a_config_of_other_types() -> None:
    config: dict[str, Any] = {"Env": None, "User": None}
    assert mounts.paths_of(config).input == "/var/holoscan/input"
