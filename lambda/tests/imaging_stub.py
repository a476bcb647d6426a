"""A stand-in for AWS HealthImaging on loopback that answers like the service.

It throttles, honours client tokens, reads what lies under the input prefix, refuses what is no
DICOM file, and writes the manifest and the failures where the service does.

Usage: python imaging_stub.py BUCKET S3-ENDPOINT PORT [--throttle N]: serves until it is ended.
"""

from __future__ import annotations

import argparse
import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote, urlparse

STORE = "d" * 32


class ImagingStub:
    """The service with one data store. ``errors`` are given out first, one a call."""

    def __init__(self, s3: Any, bucket: str, port: int = 0):
        self.s3, self.bucket = s3, bucket
        self.errors: list[tuple[str, int]] = []
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.by_token: dict[str, str] = {}
        self.jobs: dict[str, dict[str, Any]] = {}
        self.imported: list[str] = []
        self.refuse: set[str] = set()
        self.never_ends = False
        #: The service is down; the answers to so many starts get lost on the way.
        self.down = False
        self.lost_answers = 0
        self.message = ""
        self.lock = threading.Lock()
        self.server = ThreadingHTTPServer(("127.0.0.1", port), self._handler())
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)

    def __enter__(self) -> ImagingStub:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def serve(self, bench: Any) -> None:
        """Has a bench's runner import here."""
        bench.imaging = self
        bench.environment["AWS_ENDPOINT_URL_MEDICAL_IMAGING"] = self.endpoint
        bench.settings["healthImaging"] = {
            "datastoreId": STORE,
            "dataAccessRoleArn": "arn:aws:iam::000000000000:role/imaging",
            "minutes": 1,
        }

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        stub = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, format: str, *args: Any) -> None:
                """Quiet."""

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                self.answer("start", body)

            def do_GET(self) -> None:
                self.answer("get", {})

            def answer(self, kind: str, body: dict[str, Any]) -> None:
                with stub.lock:
                    status, result = stub.handle(kind, unquote(self.path), body)
                payload = json.dumps(result).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(payload)))
                if "__type" in result:
                    self.send_header("x-amzn-ErrorType", str(result["__type"]))
                self.end_headers()
                self.wfile.write(payload)

        return Handler

    def handle(self, kind: str, path: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        self.calls.append((kind, body))
        if self.down:
            return 503, {"__type": "ServiceUnavailable", "message": "down"}
        if self.errors:
            code, status = self.errors.pop(0)
            return status, {"__type": code, "message": "as told"}
        if kind == "start":
            assert path == f"/startDICOMImportJob/datastore/{STORE}", path
            answer = self.start(body)
            if self.lost_answers:
                self.lost_answers -= 1
                return 500, {"__type": "InternalServerException", "message": "lost"}
            return answer
        found = re.fullmatch(rf"/getDICOMImportJob/datastore/{STORE}/job/([a-f0-9]{{32}})", path)
        assert found, path
        return 200, {"jobProperties": self.advance(self.jobs[found.group(1)])}

    def start(self, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        token = body["clientToken"]
        assert re.fullmatch(r"[A-Za-z0-9._-]{1,64}", token), token
        assert re.fullmatch(r"[A-Za-z0-9 ._/#-]{1,64}", body["jobName"]), body["jobName"]
        for uri in (body["inputS3Uri"], body["outputS3Uri"]):
            assert re.fullmatch(r"s3://[a-z0-9][.\-a-z0-9]{1,61}[a-z0-9](/.*)?", uri), uri
            assert uri.endswith("/"), uri
        job_id = self.by_token.setdefault(token, f"{len(self.by_token):032x}")
        if job_id not in self.jobs:
            output = f"{body['outputS3Uri']}{STORE}-DicomImport-{job_id}/"
            self.jobs[job_id] = {
                "jobId": job_id,
                "jobName": body["jobName"],
                "jobStatus": "SUBMITTED",
                "datastoreId": STORE,
                "dataAccessRoleArn": body["dataAccessRoleArn"],
                "inputS3Uri": body["inputS3Uri"],
                "outputS3Uri": output,
                "token": token,
            }
        return 200, {
            "datastoreId": STORE,
            "jobId": job_id,
            "jobStatus": "SUBMITTED",
            "submittedAt": 1.0,
        }

    def advance(self, job: dict[str, Any]) -> dict[str, Any]:
        if not self.never_ends and job["jobStatus"] in ("SUBMITTED", "IN_PROGRESS"):
            if job["jobStatus"] == "SUBMITTED":
                job["jobStatus"] = "IN_PROGRESS"
            else:
                self.complete(job)
        return {name: value for name, value in job.items() if name != "token"}

    def complete(self, job: dict[str, Any]) -> None:
        prefix = urlparse(job["inputS3Uri"]).path.lstrip("/")
        output = urlparse(job["outputS3Uri"]).path.lstrip("/")
        listed = self.s3.list_objects_v2(Bucket=self.bucket, Prefix=prefix).get("Contents", [])
        good, bad = 0, []
        for item in listed:
            body = self.s3.get_object(Bucket=self.bucket, Key=item["Key"])["Body"].read(132)
            if body[128:] == b"DICM" and item["Key"].rpartition("/")[2] not in self.refuse:
                good += 1
            else:
                bad.append(item["Key"])
        summary: dict[str, Any] = {
            "jobId": job["jobId"],
            "numberOfScannedFiles": len(listed),
            "numberOfImportedFiles": good,
            "numberOfFilesWithCustomerError": len(bad),
            "numberOfFilesWithServerError": 0,
            "imageSetsSummary": [{"imageSetId": "e" * 32}] if good else [],
            "successOutputS3Uri": f"{job['outputS3Uri']}SUCCESS/",
        }
        if bad:
            summary["failureOutputS3Uri"] = f"{job['outputS3Uri']}FAILURE/"
            lines = [
                json.dumps(
                    {"inputFile": key, "exception": {"exceptionType": "ValidationException"}}
                )
                for key in bad
            ]
            self.put(f"{output}FAILURE/failure.ndjson", "\n".join(lines))
        self.put(f"{output}job-output-manifest.json", json.dumps({"jobSummary": summary}))
        job["jobStatus"] = "COMPLETED" if good else "FAILED"
        if bad and self.message:
            job["message"] = self.message
        self.imported.append(job["token"])

    def put(self, key: str, text: str) -> None:
        self.s3.put_object(Bucket=self.bucket, Key=key, Body=text.encode())


def main() -> None:
    import boto3

    parser = argparse.ArgumentParser(description="A stand-in for AWS HealthImaging.")
    parser.add_argument("bucket")
    parser.add_argument("s3_endpoint")
    parser.add_argument("port", type=int)
    parser.add_argument("--throttle", type=int, default=0, help="calls that are throttled first")
    arguments = parser.parse_args()
    s3 = boto3.client(
        "s3",
        endpoint_url=arguments.s3_endpoint,
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
    stub = ImagingStub(s3, arguments.bucket, arguments.port)
    stub.errors = [("ThrottlingException", 429)] * arguments.throttle
    stub.server.serve_forever()


if __name__ == "__main__":
    main()
