"""The policies of docs/iam against the calls in the sources: each allowed, none for nothing."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from conftest import identity

LAMBDA = Path(__file__).parents[1]
POLICIES = LAMBDA.parent / "docs" / "iam" / "policies"
SERVICES = ("s3", "ec2", "ssm", "ecr", "medical-imaging")

#: boto3's method, and what a policy must allow for it where that is not the one action of its name.
ACTIONS = {
    # A missing object is 404 and not 403 only for who may list the bucket.
    "get_object": {"s3:GetObject", "s3:GetObjectVersion", "s3:ListBucket"},
    "head_object": {"s3:GetObject", "s3:GetObjectVersion", "s3:ListBucket"},
    "list_objects_v2": {"s3:ListBucket"},
    "delete_object": {"s3:DeleteObject"},
    # In parts where it is large; parts that were begun are taken back.
    "upload_fileobj": {"s3:PutObject", "s3:AbortMultipartUpload"},
    # The tags of an upload go with it.
    "copy": {
        "s3:GetObject",
        "s3:GetObjectVersion",
        "s3:GetObjectTagging",
        "s3:GetObjectVersionTagging",
        "s3:PutObject",
        "s3:PutObjectTagging",
        "s3:AbortMultipartUpload",
    },
    # Without tags and user metadata, and small.
    "copy_object": {"s3:GetObject", "s3:PutObject"},
    "start_dicom_import_job": {"medical-imaging:StartDICOMImportJob", "iam:PassRole"},
}

#: What is called by no line of this folder.
ELSEWHERE = {
    "function": {
        # By Lambda itself.
        "logs:CreateLogGroup",
        "logs:CreateLogStream",
        "logs:PutLogEvents",
    },
    "inference-machine": {
        # An upload with a version is deleted by it: the same method.
        "s3:DeleteObjectVersion",
        # What HeadObject tells of Object Lock it tells to those who may ask for it.
        "s3:GetObjectLegalHold",
        "s3:GetObjectRetention",
        # By the container engine, with the password that the runner gets for it.
        "ecr:BatchGetImage",
        "ecr:GetDownloadUrlForLayer",
        # By the agent of Systems Manager.
        "ec2messages:AcknowledgeMessage",
        "ec2messages:DeleteMessage",
        "ec2messages:FailMessage",
        "ec2messages:GetEndpoint",
        "ec2messages:GetMessages",
        "ec2messages:SendReply",
        "ssm:ListInstanceAssociations",
        "ssm:UpdateInstanceInformation",
        "ssmmessages:CreateControlChannel",
        "ssmmessages:CreateDataChannel",
        "ssmmessages:OpenControlChannel",
        "ssmmessages:OpenDataChannel",
    },
}


def operations() -> dict[str, tuple[str, str]]:
    """Service and operation of each method of the clients."""
    known: dict[str, tuple[str, str]] = {}
    for service in SERVICES:
        client = boto3.client(
            service, region_name="eu-west-1", aws_access_key_id="-", aws_secret_access_key="-"
        )
        for method, operation in client.meta.method_to_api_mapping.items():
            known.setdefault(method, (service, operation))
    return known


def called(*folders: str) -> set[str]:
    """The names of the clients' methods that are called in the folders."""
    known = operations()
    methods: set[str] = set()
    for folder in folders:
        for file in (LAMBDA / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                    name, receiver = node.func.attr, ast.unparse(node.func.value)
                    transfers = name in ("copy", "upload_fileobj", "download_fileobj")
                    if (name in known or transfers) and _is_client(receiver):
                        methods.add(name)
                    if name == "get_paginator" and isinstance(node.args[0], ast.Constant):
                        methods.add(str(node.args[0].value))
    return methods


def _is_client(receiver: str) -> bool:
    return receiver.split(".")[-1].strip("_") in ("client", "ec2", "ssm") or receiver.startswith(
        ("clients(", "self._clients(")
    )


def needed(methods: set[str]) -> set[str]:
    """The IAM actions that the methods need."""
    known = operations()
    actions: set[str] = set()
    for method in methods:
        service, operation = known.get(method, ("", ""))
        actions |= ACTIONS.get(method, {f"{service}:{operation}"})
    return actions


def allowed(*policies: str) -> set[str]:
    """The actions that the policies allow."""
    actions: set[str] = set()
    for policy in policies:
        document = json.loads((POLICIES / f"{policy}.json").read_text(encoding="utf-8"))
        for statement in document["Statement"]:
            assert statement["Effect"] == "Allow"
            action: Any = statement["Action"]
            actions |= {action} if isinstance(action, str) else set(action)
    return actions


@pytest.mark.parametrize(
    ("who", "folders", "policies"),
    [
        ("function", ("trigger", "shared"), ("function",)),
        (
            "inference-machine",
            ("runner", "shared"),
            ("inference-machine", "inference-machine-healthimaging"),
        ),
    ],
)
def test_the_policy_is_what_the_sources_call(
    who: str, folders: tuple[str, ...], policies: tuple[str, ...]
) -> None:
    calls = called(*folders)
    assert len(calls) > 5, "the search finds the calls"
    assert needed(calls) | ELSEWHERE[who] == allowed(*policies)
    assert not needed(calls) & ELSEWHERE[who]


@pytest.mark.parametrize("file", sorted(POLICIES.glob("*.json")), ids=lambda file: file.stem)
def test_each_right_on_s3_is_one_in_the_own_account(file: Path) -> None:
    """Number 13: a name of a bucket is no proof of whose it is."""
    for statement in json.loads(file.read_text(encoding="utf-8"))["Statement"]:
        action: Any = statement["Action"]
        actions = {action} if isinstance(action, str) else set(action)
        if statement["Effect"] == "Allow" and any(name.startswith("s3:") for name in actions):
            tested = statement["Condition"]["StringEquals"]
            assert tested["aws:ResourceAccount"] == "${AWS::AccountId}", statement["Sid"]


def test_the_function_commands_one_kind_of_machine_by_one_document_alone() -> None:
    document = json.loads((POLICIES / "function.json").read_text(encoding="utf-8"))
    sending = [s for s in document["Statement"] if "ssm:SendCommand" in s["Action"]]
    machines, documents = sorted(sending, key=lambda s: "document" in s["Resource"])
    assert machines["Resource"].endswith(":instance/*")
    tag = {"ssm:resourceTag/monai-deploy:inference": "${FunctionName}"}
    assert machines["Condition"] == {"StringEquals": tag}
    own = "ssm:${AWS::Region}:${AWS::AccountId}:document/monai-deploy-wake-${FunctionName}"
    assert documents["Resource"] == "arn:${AWS::Partition}:" + own
    assert "*" not in documents["Resource"]


@pytest.mark.parametrize(
    ("policy", "call", "key"),
    [
        ("function", "get_object", "results/x"),
        ("function", "put_object", "input/x"),
        ("function", "delete_object", "input/x"),
        ("inference-machine", "put_object", "input/x"),
        ("inference-machine", "delete_object", "inferred/x"),
        ("inference-machine", "get_object", "other/x"),
        ("healthimaging-access", "get_object", "input/x"),
        ("healthimaging-access", "put_object", ".monai/staging/x"),
    ],
)
def test_nobody_may_do_more(
    emulator: str, s3: Any, bucket: str, policy: str, call: str, key: str
) -> None:
    """What the other tests do under the policies would prove nothing if all were allowed."""
    s3.put_object(Bucket=bucket, Key=key, Body=b"")
    client = identity(emulator, policy, bucket).client("s3", endpoint_url=emulator)
    body = {"Body": b""} if call == "put_object" else {}
    with pytest.raises(ClientError, match="AccessDenied"):
        getattr(client, call)(Bucket=bucket, Key=key, **body)
    client.list_objects_v2(Bucket=bucket)
