"""The runner's parts that need no bucket."""

from __future__ import annotations

import json
import logging
import logging.handlers
from pathlib import Path
from typing import Any

import pytest

from monai_ledger.job import Job, Lease
from monai_runner import journal, layout, settings, workplace
from monai_runner.failure import Trouble, describe
from monai_runner.lease import Identity, due, may_take
from monai_runner.place import Bell, Lock, identity
from monai_runner.queue import in_order
from monai_runner.settings import Limits, SettingsError

ID = "0123456789abcdef" * 2 + "01234567"


def job(key: str = "input/x", **changes: Any) -> Job:
    fields = {"id": ID, "sequencer": None, "created": "2026-01-01T00:00:00.000Z", **changes}
    return Job(bucket="b", key=key, e_tag="e", size=1, version_id=None, source="event", **fields)


class TestLayout:
    def test_folders_of_different_paths_never_hold_each_other(self) -> None:
        paths = ["x", "x/dicom/y", "x/files", "x/dicom", "x/dicom_", "x/result.json", "x/log.txt/a"]
        folders = [layout.results_folders("results/", path, ID)[0] for path in paths]
        assert len(set(folders)) == len(paths)
        inside = [f + name for f in folders for name in ("dicom/", "files/")]
        inside += [f + name + "/" for f in folders for name in ("result.json", "log.txt")]
        assert not any(f.startswith(place) for f in folders for place in inside)

    @pytest.mark.parametrize("path", ["y" * 1018, "\u4e2d" * 339, "d/" * 500 + "x", "z" * 760])
    def test_long_keys_fit(self, path: str) -> None:
        for folder in layout.results_folders("results/", path, ID):
            assert len(folder.encode()) + layout.RESULTS_RESERVE <= layout.MAX_KEY_BYTES
        for key in layout.filed_keys("inferred/", path, ID):
            assert len((key + layout.REASON_SUFFIX).encode()) <= layout.MAX_KEY_BYTES
            assert key.encode().decode() == key

    def test_outside_the_prefix(self) -> None:
        with pytest.raises(ValueError, match="input prefix"):
            layout.relative("results/x", "input/")


class TestSettings:
    def load(self, folder: Path, **changes: Any) -> settings.Settings:
        file = folder / "settings.json"
        raw = {"bucket": "b", "bucketOwner": "0" * 12, "image": "r/m@sha256:" + "0" * 64, **changes}
        file.write_text(json.dumps({k: v for k, v in raw.items() if v != "absent"}))
        return settings.load(file)

    def test_what_the_operation_writes(self, tmp_path: Path) -> None:
        loaded = self.load(
            tmp_path,
            region="eu-west-1",
            gpu=False,
            idleMinutes=0,
            requireDeidentified=True,
            limits={"bytes": 5, "files": 6, "minutes": 7},
            healthImaging={"datastoreId": "d", "dataAccessRoleArn": "arn"},
        )
        assert loaded.limits == Limits(5, 6, 7) and loaded.require_deidentified
        assert loaded.health_imaging is not None and loaded.health_imaging.results

    @pytest.mark.parametrize(
        ("changes", "message"),
        [
            ({"bucket": "absent"}, "bucket"),
            ({"image": "r/m:latest"}, "image"),
            ({"bucketOwner": "absent"}, "bucket_owner"),
            ({"bucketOwner": "me"}, "12 digits"),
            ({"encryption": {"algorithm": "rot13"}}, "encryption must be one of"),
            ({"encryption": {"kmsKey": "alias/k"}}, "KMS key goes with"),
            ({"colour": 1}, "unknown setting colour"),
            ({"limits": {"bites": 1}}, "unknown setting limits.bites"),
            ({"limits": 5}, "limits. must be an object"),
            ({"slots": "2"}, "slots must be of type int"),
            ({"slots": True}, "slots must be of type int"),
            ({"slots": 0}, "slots must be greater"),
            ({"gpu": 1}, "gpu must be of type bool"),
            ({"resultsPrefix": "input/results/"}, "lies under"),
            ({"failedPrefix": "results/"}, "lies under"),
            ({"inputPrefix": "input"}, "must end with /"),
            ({"stop": "halt"}, "stop must be"),
            ({"healthImaging": {"datastoreId": "d"}}, "missing setting"),
        ],
    )
    def test_refused(self, tmp_path: Path, changes: dict[str, Any], message: str) -> None:
        with pytest.raises(SettingsError, match=message):
            self.load(tmp_path, **changes)

    def test_no_file_and_no_json(self, tmp_path: Path) -> None:
        with pytest.raises(SettingsError, match="cannot be read"):
            settings.load(tmp_path / "none")
        (tmp_path / "x").write_text("{")
        with pytest.raises(SettingsError, match="not JSON"):
            settings.load(tmp_path / "x")

    def test_environment_file(self, tmp_path: Path) -> None:
        text = 'AWS_ENDPOINT_URL="http://127.0.0.1:1"\nLD_PRELOAD="x"\n# c\nAWS_A=2\n'
        (tmp_path / "environment").write_text(text)
        environment = {"AWS_A": "1"}
        settings.add_environment(tmp_path / "settings.json", environment)
        assert environment == {"AWS_A": "1", "AWS_ENDPOINT_URL": "http://127.0.0.1:1"}


class TestLease:
    ME = Identity("here", "here:1")

    @pytest.mark.parametrize(
        ("changes", "free"),
        [
            ({}, True),
            ({"not_before": "2026-01-02"}, False),
            ({"not_before": "2026-01-01T00"}, True),
            ({"state": "DONE"}, False),
            ({"state": "FAILED"}, False),
            ({"state": "RUNNING", "lease": Lease("there:1", "there", "2026-01-02")}, False),
            ({"state": "RUNNING", "lease": Lease("there:1", "there", "2026-01-01T00")}, True),
            ({"state": "RUNNING", "lease": Lease("here:0", "here", "2026-01-02")}, True),
            # Of this very process, which works on it no longer.
            ({"state": "RUNNING", "lease": Lease("here:1", "here", "2026-01-02")}, True),
        ],
    )
    def test_who_may_take_it(self, changes: dict[str, Any], free: bool) -> None:
        now = "2026-01-01T12:00:00.000Z"
        assert may_take(job(**changes), self.ME, now) is free
        if free:
            assert due(job(**changes), now) is None or changes["lease"].place == "here"


class TestQueue:
    def test_first_come_first_served_but_one_keys_uploads_in_their_order(self) -> None:
        jobs = [
            job("input/a", id="1" * 40, created="1", sequencer="0B"),
            job("input/b", id="2" * 40, created="2", sequencer="01"),
            job("input/a", id="3" * 40, created="3", sequencer="0A"),
        ]
        assert [j.id[0] for j in in_order(jobs)] == ["3", "2", "1"]


class TestPlace:
    def test_one_lock(self, tmp_path: Path) -> None:
        first, second = Lock(tmp_path), Lock(tmp_path)
        assert first.acquire() and not second.acquire()
        first.release()
        assert second.acquire()
        second.release()

    def test_a_bell_nobody_hears(self, tmp_path: Path) -> None:
        bell = Bell(tmp_path)
        assert not bell.ring()
        bell.listen()
        assert bell.ring() and bell.ring() and bell.wait(5) and not bell.wait(0)
        bell.close()

    def test_a_place_keeps_its_name(self, tmp_path: Path) -> None:
        one, again = identity(tmp_path), identity(tmp_path)
        assert one.place == again.place and one.owner != again.owner
        assert identity(tmp_path / "other").place != one.place


class TestSmallThings:
    def test_a_full_disk_is_trouble(self, tmp_path: Path) -> None:
        with pytest.raises(Trouble, match="DISK_FULL"):
            workplace.require_space(tmp_path, 1 << 60)

    def test_errors_are_described_without_their_words(self) -> None:
        for error in (ValueError("DOE^JANE"), OSError(5, "input/DOE^JANE"), KeyError("DOE")):
            assert "DOE" not in repr(describe(error))

    def test_the_log_is_rotated(self, tmp_path: Path) -> None:
        journal.start(tmp_path)
        try:
            (rotating,) = [
                handler
                for handler in logging.getLogger("monai-runner").handlers
                if isinstance(handler, logging.handlers.RotatingFileHandler)
            ]
            rotating.maxBytes = 2000
            for number in range(100):
                journal.info("line", number=number, text="\u00e9\n" * 3)
            names = {item.name for item in tmp_path.iterdir()}
            assert names == {"runner.jsonl", *(f"runner.jsonl.{n}" for n in range(1, 6))}
            lines = (tmp_path / "runner.jsonl.1").read_text().splitlines()
            assert all(json.loads(line)["event"] == "line" for line in lines)
        finally:
            journal.start(None)
