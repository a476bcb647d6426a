"""Numbers 13 and 20: no call to S3 without the bucket's owner, no put without its encryption.

The fixture ``bench`` holds each request of function and runner against the same terms.
"""

from __future__ import annotations

import ast
import io
from pathlib import Path
from typing import Any

import boto3
import pytest
from boto3.s3.transfer import TransferConfig
from botocore.exceptions import ClientError

from conftest import ACCOUNT, ENCRYPTION_HEADER, OWNER_HEADER, Spoken
from harness import Bench
from monai_ledger.identity import ObjectVersion
from monai_ledger.store import Store
from monai_ledger.terms import AES256, KMS, KMS_DSSE, Terms, TermsError
from monai_runner import transfer
from studies import series, study_zip

LAMBDA = Path(__file__).parents[1]
KEY = "arn:aws:kms:us-east-1:000000000000:key/1234"


def bound(emulator: str, terms: Terms) -> tuple[Any, Spoken]:
    client = terms.bind(boto3.client("s3", endpoint_url=emulator))
    spoken = Spoken()
    spoken.listen(client.meta.events)
    return client, spoken


class Client:
    """Keeps what is registered with it."""

    def __init__(self) -> None:
        self.meta = self.events = self
        self.handlers: dict[str, Any] = {}

    def register(self, event: str, handler: Any, **_: Any) -> None:
        self.handlers[event] = handler


class TestEachCall:
    def test_names_the_owner_whatever_the_operation(self) -> None:
        add = Terms(ACCOUNT).bind(Client()).handlers["before-parameter-build.s3"]
        model = boto3.client("s3").meta.service_model
        without = set()
        for operation in model.operation_names:
            params: dict[str, Any] = {}
            described = model.operation_model(operation)
            add(params, described)
            if "ExpectedBucketOwner" not in params:
                without.add(operation)
            copies = described.input_shape and "CopySource" in described.input_shape.members
            assert ("ExpectedSourceBucketOwner" in params) == bool(copies), operation
        # Those that the service knows no such parameter for; none is called here.
        assert without == {
            "CreateBucket",
            "CreateSession",
            "ListBuckets",
            "ListDirectoryBuckets",
            "RenameObject",
            "WriteGetObjectResponse",
        }

    def test_transfers_in_parts(self, emulator: str, bucket: str) -> None:
        client, spoken = bound(emulator, Terms(ACCOUNT))
        small = TransferConfig(multipart_threshold=5 * 2**20, multipart_chunksize=5 * 2**20)
        client.upload_fileobj(io.BytesIO(b"x" * 11 * 2**20), bucket, "big", Config=small)
        client.copy({"Bucket": bucket, "Key": "big"}, bucket, "copy", Config=small)
        assert {"CreateMultipartUpload", "UploadPart", "UploadPartCopy"} <= set(spoken.operations)
        assert spoken.faults == []

    def test_what_the_runner_moves(self, emulator: str, bucket: str, tmp_path: Path) -> None:
        client, spoken = bound(emulator, Terms(ACCOUNT))
        store = Store(client, bucket)
        file = tmp_path / "file"
        file.write_bytes(b"content")
        transfer.upload(store, file, "input/x", "a" * 40, "text/plain")
        head = store.head("input/x")
        assert head is not None
        version = ObjectVersion(bucket, "input/x", head.e_tag, head.size)
        assert transfer.move(store, version, "inferred/x", "a" * 40)
        store.put_new(".monai/x", b"")
        assert {"PutObject", "CopyObject", "HeadObject", "DeleteObject"} <= set(spoken.operations)
        assert spoken.faults == []

    def test_a_whole_job_in_both_kinds_of_buckets(self, bench: Bench) -> None:
        bench.send("input/x.zip", study_zip("P1"))
        bench.drain()
        versioning = {"Status": "Enabled"}
        bench.s3.put_bucket_versioning(Bucket=bench.bucket, VersioningConfiguration=versioning)
        bench.send("input/y.dcm", series("P2", 1)[0])
        bench.send("input/z.dcm", b"nothing")
        bench.drain()
        assert [job.state for job in bench.jobs()].count("DONE") == 2
        assert len(bench.spoken.operations) > 50, "both function and runner were heard"

    def test_every_client_of_s3_in_the_sources_is_bound(self) -> None:
        made = []
        for folder in ("trigger", "runner", "shared"):
            for file in (LAMBDA / folder).rglob("*.py"):
                source = file.read_text(encoding="utf-8")
                tree = ast.parse(source)
                names = [ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Call)]
                made += [
                    (file.name, ".bind(" in source)
                    for name in names
                    if name.startswith(("boto3.client(service", "boto3.client('s3'"))
                ]
        assert {"clients.py", "lambda_function.py"} <= {name for name, _ in made}
        assert [name for name, is_bound in made if not is_bound] == []


class TestEncryption:
    @pytest.mark.parametrize(
        ("terms", "wanted"),
        [
            (Terms(ACCOUNT), {"ServerSideEncryption": AES256}),
            (Terms(ACCOUNT, KMS), {"ServerSideEncryption": KMS, "BucketKeyEnabled": True}),
            (
                Terms(ACCOUNT, KMS, KEY),
                {"ServerSideEncryption": KMS, "SSEKMSKeyId": KEY, "BucketKeyEnabled": True},
            ),
            (
                Terms(ACCOUNT, KMS_DSSE, KEY),
                {"ServerSideEncryption": KMS_DSSE, "SSEKMSKeyId": KEY},
            ),
        ],
    )
    def test_what_a_put_says(self, terms: Terms, wanted: dict[str, Any]) -> None:
        add = terms.bind(Client()).handlers["before-parameter-build.s3"]
        model = boto3.client("s3").meta.service_model
        for operation in ("PutObject", "CopyObject", "CreateMultipartUpload"):
            params: dict[str, Any] = {}
            add(params, model.operation_model(operation))
            said = {name: value for name, value in params.items() if "Owner" not in name}
            assert said == wanted
        for operation in ("UploadPart", "GetObject", "HeadObject", "CompleteMultipartUpload"):
            params = {}
            add(params, model.operation_model(operation))
            assert set(params) == {"ExpectedBucketOwner"}

    def test_the_whole_job_under_a_key(self, bench: Bench) -> None:
        bench.settings["encryption"] = {"algorithm": KMS, "kmsKey": KEY}
        bench.send("input/x.zip", study_zip("P1"))
        bench.drain()
        assert bench.job("input/x.zip").state == "DONE"
        written = [
            headers["x-amz-server-side-encryption-aws-kms-key-id"]
            for headers in bench.spoken.headers
            if headers.get(ENCRYPTION_HEADER) == KMS
        ]
        assert len(written) > 5 and set(written) == {KEY}

    def test_the_function_under_a_key(self, bench: Bench, monkeypatch: Any) -> None:
        monkeypatch.setenv("MONAI_ENCRYPTION", KMS)
        monkeypatch.setenv("MONAI_KMS_KEY", KEY)
        bench.send("input/x.zip", study_zip("P1"))
        said = {headers.get(ENCRYPTION_HEADER) for headers in bench.spoken.headers}
        assert said == {KMS, None} or said == {KMS}

    @pytest.mark.parametrize(
        "wrong",
        [
            {"owner": ""},
            {"owner": "12345678901"},
            {"owner": "1234567890123"},
            {"owner": "12345678901\n"},
            {"owner": ACCOUNT, "algorithm": "AES128"},
            {"owner": ACCOUNT, "algorithm": AES256, "kms_key": KEY},
        ],
    )
    def test_impossible_terms(self, wrong: dict[str, str]) -> None:
        with pytest.raises(TermsError):
            Terms(**wrong)


class TestWrongOwner:
    """S3 answers 403 to a call that expects another owner, and tells no more."""

    @staticmethod
    def refuse(client: Any) -> None:
        def answer(request: Any, **_: Any) -> Any:
            assert request.headers[OWNER_HEADER]
            from botocore.awsrequest import AWSResponse

            raw = io.BytesIO(b"<Error><Code>AccessDenied</Code><Message>no</Message></Error>")
            raw.stream = lambda *_, **__: iter([raw.getvalue()])  # type: ignore[attr-defined]
            return AWSResponse(request.url, 403, {}, raw)

        client.events.register_first("before-send.s3", answer)

    def test_the_function_says_what_it_may_be(self, bench: Bench, monkeypatch: Any) -> None:
        import lambda_function
        from harness import Context
        from monai_trigger.errors import TriggerError

        self.refuse(vars(lambda_function)["boto3"])
        with pytest.raises(TriggerError, match="does not belong to the account"):
            lambda_function.lambda_handler({"action": "sweep"}, Context())

    def test_the_runner_says_what_it_may_be(self) -> None:
        from monai_runner.failure import describe

        error = ClientError({"Error": {"Code": "AccessDenied"}}, "PutObject")
        reason = describe(error)
        assert "belongs to the account" in reason.remedy and "bucketOwner" in reason.remedy
