"""What HealthImaging says of an import job when it is over, file by file."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlparse

from monai_ledger.store import Store

#: Per-file failures that are kept in the job; the manifest in the bucket has them all.
_FAILURES_KEPT = 50
_LONGEST_REASON = 2000


class Reports:
    """Reads the manifests of import jobs in a bucket."""

    def __init__(self, store: Store):
        self._store = store

    def read(self, properties: dict[str, Any]) -> dict[str, Any]:
        """COMPLETED may hide files that failed: the manifest tells."""
        output = urlparse(str(properties["outputS3Uri"])).path.lstrip("/")
        manifest = self._json(output.rstrip("/") + "/job-output-manifest.json")
        summary = manifest.get("jobSummary", {}) if manifest else {}
        failures = self._failures(str(summary.get("failureOutputS3Uri") or ""))
        scanned = int(summary.get("numberOfScannedFiles") or 0)
        imported = int(summary.get("numberOfImportedFiles") or 0)
        completed = properties["jobStatus"] == "COMPLETED"
        message = cleaned(properties.get("message"))
        said = f"; HealthImaging says: {message}" if message else ""
        report: dict[str, Any] = {
            "scanned": scanned,
            "imported": imported,
            "failed": scanned - imported,
            "imageSets": [
                str(item.get("imageSetId")) for item in summary.get("imageSetsSummary") or []
            ],
            "failures": failures,
        }
        if completed and manifest is None:
            report.update(state="PARTIAL", reason=f"the import wrote no manifest{said}")
        elif completed and imported and not report["failed"] and not failures:
            report["state"] = "DONE"
        else:
            state = "PARTIAL" if completed and imported else "FAILED"
            report.update(state=state, reason=f"{imported} of {scanned} files were imported{said}")
        return report

    def _failures(self, uri: str) -> list[dict[str, str]]:
        """The files that failed: staged names, which are numbers, and the service's reasons."""
        prefix = urlparse(uri).path.lstrip("/")
        found: list[dict[str, str]] = []
        if not prefix:
            return found
        for item in self._store.list(prefix):
            stored = self._store.get(item.key) if item.key.endswith(".ndjson") else None
            for line in stored.body.splitlines() if stored else []:
                if len(found) == _FAILURES_KEPT:
                    return found
                found.append(_failure(line))
        return found

    def _json(self, key: str) -> dict[str, Any] | None:
        stored = self._store.get(key)
        if stored is None:
            return None
        try:
            parsed = json.loads(stored.body)
        except ValueError:
            return None
        return parsed if isinstance(parsed, dict) else None


def merged(parts: list[dict[str, Any]], import_jobs: list[str]) -> dict[str, Any]:
    """One report of several import jobs."""
    states = {part["state"] for part in parts}
    report: dict[str, Any] = {
        "state": states.pop() if len(states) == 1 else "PARTIAL",
        "importJobIds": import_jobs,
        **{
            name: sum(part.get(name, 0) for part in parts)
            for name in ("scanned", "imported", "failed")
        },
        "imageSets": sorted({name for part in parts for name in part.get("imageSets", [])}),
        "failures": [one for part in parts for one in part.get("failures", [])][:_FAILURES_KEPT],
    }
    reasons = list(dict.fromkeys(part["reason"] for part in parts if part.get("reason")))
    if reasons:
        report["reason"] = "; ".join(reasons)[:_LONGEST_REASON]
    return report


def cleaned(text: Any) -> str:
    """The service's words on one line and within bounds."""
    printable = "".join(one if one.isprintable() else " " for one in str(text or ""))
    return " ".join(printable.split())[:500]


def _failure(line: bytes) -> dict[str, str]:
    try:
        parsed = json.loads(line)
        exception = parsed.get("exception") or {}
        return {
            "file": str(parsed.get("inputFile", "")).rpartition("/")[2],
            "type": str(exception.get("exceptionType", "")),
        }
    except (ValueError, AttributeError):
        return {"file": "", "type": "unreadable line"}
