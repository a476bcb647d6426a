"""Whole jobs through the real program: what becomes of an upload."""

from __future__ import annotations

import json
import warnings
from typing import Any

import pytest

from harness import IMAGE, OLD_IMAGE, Bench
from studies import series, slice_of, study_zip, zip_of


def reason(bench: Bench, name: str) -> dict[str, Any]:
    return bench.json(f"failed/{name}.reason.json")


class TestResults:
    def test_an_archive_becomes_results_and_is_filed(self, bench: Bench) -> None:
        bench.send("input/ward a/dcm.zip", study_zip("P1"))
        bench.drain()
        folder = "results/ward a/dcm.zip/"
        assert bench.keys(folder) == [
            folder + "dicom/seg.dcm",
            folder + "files/stl/mesh.stl",
            folder + "log.txt",
            folder + "result.json",
        ]
        assert bench.read(folder + "files/stl/mesh.stl") == b"solid 3"
        manifest = bench.json(folder + "result.json")
        job = bench.job("input/ward a/dcm.zip")
        assert manifest["job"] == job.id and manifest["image"] == IMAGE and manifest["files"] == 3
        assert [o["name"] for o in manifest["outputs"]] == ["dicom/seg.dcm", "files/stl/mesh.stl"]
        assert manifest["seconds"]["RUN"] > 0
        assert (job.state, job.results_prefix, job.input_moved_to, job.attempts) == (
            "DONE",
            folder,
            "inferred/ward a/dcm.zip",
            1,
        )
        assert bench.keys("input/") == [] and bench.keys("failed/") == []
        assert bench.read("inferred/ward a/dcm.zip") == study_zip("P1")
        assert bench.keys(".monai/open/") == [] and bench.work_left() == []

    def test_same_names_do_not_meet(self, bench: Bench) -> None:
        single = {"input/x.dcm": "A", "input/a/x.dcm": "B"}
        zipped = {"input/x.zip": "C", "input/x.ZIP": "D", "input/b/x.zip": "E", "input/x": "F"}
        for key, patient in single.items():
            bench.send(key, series(patient, 1)[0])
        for key, patient in zipped.items():
            bench.send(key, study_zip(patient))
        bench.drain()
        for key, patient in {**single, **zipped}.items():
            name = key.removeprefix("input/")
            assert f"Name^{patient}".encode() in bench.read(f"results/{name}/dicom/seg.dcm")
            assert bench.s3.head_object(Bucket=bench.bucket, Key=f"inferred/{name}")

    def test_a_folder_named_as_one_of_ours(self, bench: Bench) -> None:
        bench.send("input/x", series("A", 1)[0])
        bench.send("input/x/dicom/seg.dcm", series("B", 1)[0])
        bench.send("input/x/files", series("C", 1)[0])
        bench.drain()
        assert b"Name^A" in bench.read("results/x/dicom/seg.dcm")
        assert b"Name^B" in bench.read("results/x/dicom_/seg.dcm/dicom/seg.dcm")
        assert b"Name^C" in bench.read("results/x/files_/dicom/seg.dcm")

    def test_the_same_name_again_overwrites_nothing(self, bench: Bench) -> None:
        bench.send("input/x.zip", study_zip("A"))
        bench.drain()
        bench.send("input/x.zip", study_zip("B"))
        bench.drain()
        second = next(job for job in bench.jobs() if job.sequencer == f"{2:016X}")
        short = second.id[:12]
        assert second.results_prefix == f"results/x.zip~{short}/"
        assert b"Name^A" in bench.read("results/x.zip/dicom/seg.dcm")
        assert b"Name^B" in bench.read(f"results/x.zip~{short}/dicom/seg.dcm")
        assert bench.read("inferred/x.zip") == study_zip("A")
        assert bench.read(f"inferred/x.zip~{short}") == study_zip("B")

    def test_what_others_put_there_is_not_touched(self, bench: Bench) -> None:
        for key in ["results/x.dcm/result.json", "inferred/x.dcm"]:
            bench.s3.put_object(Bucket=bench.bucket, Key=key, Body=b"theirs")
        bench.send("input/x.dcm", series("A", 1)[0])
        bench.drain()
        short = bench.job("input/x.dcm").id[:12]
        assert bench.read("results/x.dcm/result.json") == b"theirs"
        assert bench.read("inferred/x.dcm") == b"theirs"
        assert bench.json(f"results/x.dcm~{short}/result.json")["outputs"]
        assert bench.keys(f"inferred/x.dcm~{short}")

    def test_each_version_is_a_job(self, bench: Bench, versioned_bucket: str) -> None:
        first = bench.upload("input/x.zip", study_zip("A"))
        second = bench.upload("input/x.zip", study_zip("B"))
        bench.tell(second)
        bench.tell(first)
        bench.drain()
        jobs = sorted(bench.jobs(), key=lambda job: job.sequencer or "")
        assert [job.state for job in jobs] == ["DONE", "DONE"]
        prefixes = [job.results_prefix or "" for job in jobs]
        # Out of order or not, the older upload comes first and so gets the plain name.
        assert prefixes[0] == "results/x.zip/"
        assert b"Name^A" in bench.read(prefixes[0] + "dicom/seg.dcm")
        assert b"Name^B" in bench.read(prefixes[1] + "dicom/seg.dcm")
        assert bench.keys("input/") == []

    def test_overwritten_before_it_was_read(self, bench: Bench) -> None:
        first = bench.upload("input/x.zip", study_zip("A"))
        second = bench.upload("input/x.zip", study_zip("B"))
        bench.tell(second, first)
        bench.drain()
        by_sequence = sorted(bench.jobs(), key=lambda job: job.sequencer or "")
        assert [job.state for job in by_sequence] == ["FAILED", "DONE"]
        assert reason(bench, "x.zip")["code"] == "SUPERSEDED"
        assert b"Name^B" in bench.read("results/x.zip/dicom/seg.dcm")

    def test_deleted_before_it_was_read(self, bench: Bench) -> None:
        told = bench.upload("input/x.zip", study_zip("A"))
        bench.s3.delete_object(Bucket=bench.bucket, Key="input/x.zip")
        bench.tell(told)
        bench.drain()
        assert reason(bench, "x.zip")["code"] == "OBJECT_GONE"

    def test_a_late_event_of_a_handled_upload_is_done(self, bench: Bench) -> None:
        told = bench.upload("input/x.zip", study_zip("A"))
        import lambda_function
        from harness import Context

        lambda_function.lambda_handler({"action": "sweep"}, Context())
        bench.drain()
        bench.tell(told)
        bench.drain()
        swept, late = sorted(bench.jobs(), key=lambda job: job.source, reverse=True)
        assert (swept.source, swept.state) == ("sweep", "DONE")
        assert (late.source, late.state, late.duplicate_of) == ("event", "DONE", swept.id)
        assert late.results_prefix == "results/x.zip/"
        assert bench.keys("failed/") == [] and len(bench.calls("run")) == 1

    def test_event_and_sweep_at_once_run_once(self, bench: Bench) -> None:
        told = bench.upload("input/x.zip", study_zip("A"))
        import lambda_function
        from harness import Context

        lambda_function.lambda_handler({"action": "sweep"}, Context())
        bench.tell(told)
        bench.settings["slots"] = 2
        bench.drain()
        assert sorted(job.state for job in bench.jobs()) == ["DONE", "DONE"]
        assert len([job for job in bench.jobs() if job.duplicate_of]) == 1
        assert len(bench.calls("run")) == 1

    def test_outputs_of_the_wrong_kind_are_missing(self, bench: Bench) -> None:
        bench.settings["minDicomFiles"] = 2
        bench.send("input/x.zip", study_zip("A"))
        bench.drain()
        assert reason(bench, "x.zip")["code"] == "OUTPUT_MISSING"


class TestFailures:
    @pytest.mark.parametrize(
        ("mode", "code"),
        [
            ("crash", "MAP_FAILED"),
            ("exit0", "MAP_FAILED"),
            ("oom", "MAP_KILLED"),
            ("nothing", "OUTPUT_MISSING"),
            ("symlink", "OUTPUT_SPECIAL"),
        ],
    )
    def test_a_map_that_fails(self, bench: Bench, mode: str, code: str) -> None:
        bench.mode(mode)
        bench.send("input/a/x.zip", study_zip("P1"))
        bench.drain()
        why = reason(bench, "a/x.zip")
        job = bench.job("input/a/x.zip")
        assert why["code"] == code and why["job"] == job.id
        assert "patient DOE^JANE" in why["log"], "the log belongs beside the input"
        assert job.state == "FAILED" and job.reason is not None and job.reason.code == code
        assert job.attempts == 1, "what the MAP does wrong is not tried again"
        assert bench.read("failed/a/x.zip") == study_zip("P1")
        assert bench.keys("results/") == [] and bench.keys("input/") == []
        assert bench.keys("inferred/") == [] and bench.work_left() == []

    def test_a_map_that_hangs(self, bench: Bench) -> None:
        bench.mode("hang")
        bench.settings["limits"]["minutes"] = 0.01
        bench.send("input/x.zip", study_zip("P1"))
        bench.drain()
        assert reason(bench, "x.zip")["code"] == "TIMED_OUT"
        assert not list((bench.docker / "containers").iterdir())

    @pytest.mark.parametrize(
        ("mode", "code"),
        [
            ("engine", "CONTAINER_ENGINE"),
            ("empty-mount", "CONTAINER_ENGINE"),
        ],
    )
    def test_trouble_is_tried_three_times(self, bench: Bench, mode: str, code: str) -> None:
        bench.mode(mode)
        bench.send("input/x.zip", study_zip("P1"))
        bench.drain()
        assert reason(bench, "x.zip")["code"] == "ATTEMPTS_EXHAUSTED"
        assert bench.log_text().count(code) >= 3
        assert bench.job("input/x.zip").attempts == 4  # the fourth files it away
        assert "reading" not in reason(bench, "x.zip")["log"], "nothing was run on nothing"

    def test_trouble_that_passes(self, bench: Bench) -> None:
        bench.mode("engine")
        bench.settings["retrySeconds"] = 1.5
        bench.send("input/x.zip", study_zip("P1"))
        process = bench.start("drain")
        assert process.stderr is not None
        for line in process.stderr:
            if b"job-put-off" in line:
                bench.mode("ok")
        process.communicate(timeout=60)
        assert bench.job("input/x.zip").state == "DONE"
        assert bench.job("input/x.zip").reason is None

    def test_a_failed_name_again_overwrites_nothing(self, bench: Bench) -> None:
        bench.send("input/x.zip", b"no archive")
        bench.drain()
        bench.send("input/x.zip", b"no archive either")
        bench.drain()
        short = next(job for job in bench.jobs() if job.sequencer == f"{2:016X}").id[:12]
        assert bench.read("failed/x.zip") == b"no archive"
        assert bench.read(f"failed/x.zip~{short}") == b"no archive either"
        assert reason(bench, "x.zip")["code"] == reason(bench, f"x.zip~{short}")["code"]

    def test_identified_studies_when_they_must_not_be(self, bench: Bench) -> None:
        bench.settings["requireDeidentified"] = True
        bench.send("input/x.zip", study_zip("P1"))
        study = series("P2", 1)[0]
        bench.send("input/clean.dcm", slice_of("P3", "1.2.3", PatientIdentityRemoved="YES"))
        bench.send("input/not.dcm", study)
        bench.drain()
        assert reason(bench, "x.zip")["code"] == "IDENTIFIED"
        assert reason(bench, "not.dcm")["code"] == "IDENTIFIED"
        assert bench.job("input/clean.dcm").state == "DONE"


class TestContainer:
    def test_the_command_line(self, bench: Bench) -> None:
        bench.send("input/$(touch pwned) `id`;x.zip", study_zip("P1"))
        bench.drain()
        (line,) = bench.calls("run")
        job = bench.jobs()[0]
        assert line[-1] == IMAGE
        assert not any("touch" in argument or "P1" in argument for argument in line)
        assert line[line.index("--network") + 1] == "none"
        assert line[line.index("--name") + 1] == f"monai-{job.id}-1"
        assert line[line.index("--memory") + 1] == line[line.index("--memory-swap") + 1] == "512m"
        assert {"--cap-drop", "--pids-limit", "--no-healthcheck"} <= set(line)
        assert "--gpus" not in line and "--rm" not in line
        assert line[line.index("--user") + 1] == "1000:1000"
        assert line[line.index("--log-driver") + 1] == "none"
        mounts = [line[n + 1] for n, item in enumerate(line) if item == "--mount"]
        assert mounts[0].endswith("target=/var/holoscan/input,readonly")
        assert mounts[1].endswith("target=/var/holoscan/output")

    def test_gpu_network_and_a_root_image(self, bench: Bench) -> None:
        bench.settings.update(gpu=True, network=True)
        (bench.docker / "user").write_text("root")
        bench.send("input/x.zip", study_zip("P1"))
        bench.drain()
        (line,) = bench.calls("run")
        assert line[line.index("--gpus") + 1] == "all"
        assert line[line.index("--network") + 1] == "bridge"
        assert line[line.index("--user") + 1] == "1000:1000"

    def test_pulled_once_and_old_ones_removed(self, bench: Bench) -> None:
        (bench.docker / "images").write_text(OLD_IMAGE)
        bench.send("input/x.zip", study_zip("P1"))
        bench.send("input/y.zip", study_zip("P2"))
        bench.drain()
        assert bench.calls("pull") == [["pull", IMAGE]]
        bench.drain()
        assert (bench.docker / "images").read_text().split() == [IMAGE]

    def test_prepare(self, bench: Bench) -> None:
        (bench.docker / "images").write_text("")
        assert bench.run("prepare") == 0
        assert json.loads(bench.stdout) == {
            "ready": True,
            "version": "1.0.0",
            "image": IMAGE,
            "user": "1000:1000",
        }
        bench.mode("no-registry")
        (bench.docker / "images").write_text("")
        assert bench.run("prepare") == 3
        assert json.loads(bench.stdout)["ready"] is False


class TestLog:
    def test_json_lines_without_names(self, bench: Bench) -> None:
        bench.send("input/DOE^JANE/secret.zip", study_zip("PAT4711"))
        bench.send("input/DOE^JANE/broken.zip", b"x")
        bench.drain()
        text = bench.log_text()
        assert not any(word in text for word in ("DOE", "JANE", "secret", "broken.zip", "PAT4711"))
        lines = [json.loads(line) for line in text.splitlines()]
        assert {line["job"] for line in lines if "job" in line} == {j.id for j in bench.jobs()}
        assert all({"time", "level", "event"} <= set(line) for line in lines)

    def test_pydicoms_warnings_quote_values_to_nobody(self, bench: Bench) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            body = slice_of("P", "1.2.3", SOPInstanceUID="DOE^JANE")
        bench.send("input/x.dcm", body)
        assert bench.run("drain") == 0
        assert bench.job("input/x.dcm").state == "DONE"
        text = bench.log_text() + bench.stdout.decode()
        assert "job-ended" in text and "DOE" not in text

    def test_nested_junk_is_left_out_not_passed_on(self, bench: Bench) -> None:
        entries = {f"a/{n}": content for n, content in enumerate(series("P", 2))}
        entries.update({"__MACOSX/._0": b"x", "a/.DS_Store": b"x", "readme.txt": b"hello"})
        bench.send("input/x.zip", zip_of(entries))
        bench.drain()
        assert bench.read("results/x.zip/files/stl/mesh.stl") == b"solid 2"
