"""The stack of docs/iam on an emulator that evaluates policies: what it makes, and what Jenkins may do with it."""

import json
import os
import re
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import boto3
import pytest
import stack
from botocore.exceptions import ClientError

REPOSITORY = Path(__file__).resolve().parents[2]
EMULATOR = REPOSITORY / ".venv" / "aws" / "bin" / "python"
REGION = "eu-west-1"
PARAMETERS = {"ExternalId": "hospital-1", "BudgetEmail": "someone@example.org", "HealthImaging": "no"}

#: The emulator has neither HealthImaging nor Budgets and refuses templates that name them. cfn-lint checks these.
LEFT_OUT = {
    "Resources": ("BucketKeyForImports", "Budget", "Datastore", "HealthImagingRole", "InferenceMachineImports"),
    "Outputs": ("healthImagingDatastore", "healthImagingRole"),
}


def without_what_the_emulator_lacks(template: str) -> str:
    """The template without the members that LEFT_OUT names, and as the emulator can evaluate it."""
    lines: list[str] = []
    section, leaving = "", False
    for line in template.splitlines():
        if line[:1].strip():
            section, leaving = line.rstrip(":"), False
        elif re.match(r"  \S", line):
            leaving = line.strip().rstrip(":") in LEFT_OUT.get(section, ())
        if not leaving:
            lines.append(line)
    return evaluable("\n".join(lines) + "\n")


def evaluable(text: str) -> str:
    """The emulator does not know whose a resource is, but who asks; here both are the same."""
    return text.replace("aws:ResourceAccount", "aws:PrincipalAccount")


class Aws:
    """The emulator, as its account's root sees it."""

    def __init__(self, url: str):
        self.url = url

    def client(self, service: str, region: str = REGION, **credentials: str) -> Any:
        """A client, by default root's."""
        keys = credentials or {"aws_access_key_id": "test", "aws_secret_access_key": "test"}
        return boto3.client(service, region_name=region, endpoint_url=self.url, **keys)


@pytest.fixture(scope="module")
def aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Aws]:
    if not EMULATOR.exists():
        pytest.skip("no emulator in .venv/aws: run make setup")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder = tmp_path_factory.mktemp("emulator")
    environment = {
        **os.environ,
        "AUTH": "true",
        "BIND_HOST": "127.0.0.1",
        "GATEWAY_PORT": str(port),
        "TMPDIR": str(folder),
    }
    with (folder / "log").open("wb") as log:
        emulator = subprocess.Popen([EMULATOR, "-m", "ministack"], env=environment, stdout=log, stderr=log)  # noqa: S603
    try:
        url = f"http://127.0.0.1:{port}"
        deadline = time.monotonic() + 60
        while not answers(f"{url}/_ministack/health"):
            assert emulator.poll() is None, (folder / "log").read_text()
            assert time.monotonic() < deadline, "the emulator does not answer"
            time.sleep(0.1)
        yield Aws(url)
    finally:
        emulator.terminate()
        emulator.wait(30)


def answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=5) as answer:  # noqa: S310 - a loopback address
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


@pytest.fixture(scope="module")
def outputs(aws: Aws) -> dict[str, str]:
    cloudformation = aws.client("cloudformation")
    cloudformation.create_stack(
        StackName="monai",
        TemplateBody=without_what_the_emulator_lacks(stack.STACK.read_text(encoding="utf-8")),
        Capabilities=["CAPABILITY_NAMED_IAM"],
        Parameters=[{"ParameterKey": k, "ParameterValue": v} for k, v in PARAMETERS.items()],
    )
    cloudformation.get_waiter("stack_create_complete").wait(
        StackName="monai", WaiterConfig={"Delay": 1, "MaxAttempts": 60}
    )
    made = cloudformation.describe_stacks(StackName="monai")["Stacks"][0]["Outputs"]
    return {output["OutputKey"]: output["OutputValue"] for output in made}


@pytest.fixture(scope="module")
def placeholders(aws: Aws, outputs: dict[str, str]) -> dict[str, Any]:
    account = outputs["buildRoleArn"].split(":")[4]
    resources = aws.client("cloudformation").describe_stack_resources(StackName="monai")["StackResources"]
    values = {r["LogicalResourceId"]: r["PhysicalResourceId"] for r in resources}
    template = stack.STACK.read_text(encoding="utf-8")
    defaults = re.findall(r"  (\w+): { Type: String, Default: (\S+),", template)
    lists = re.findall(r"  (\w+):\n    Type: CommaDelimitedList\n    Default: (\S+)\n", template)
    return {
        **values,
        **dict(defaults),
        **{name: value.split(",") for name, value in lists},
        "ControllerId": "*",
        "OwnTagKeys": "Name",
        "AWS::Partition": "aws",
        "AWS::Region": REGION,
        "AWS::AccountId": account,
        "FunctionName": outputs["functionName"],
        "JenkinsBuildRole.Arn": outputs["buildRoleArn"],
        "JenkinsConfigureRole.Arn": outputs["configureRoleArn"],
        "ExternalId": PARAMETERS["ExternalId"],
        "JenkinsTrustedPrincipal": f"arn:aws:iam::{account}:user/{outputs['user']}",
    }


def document(name: str, values: dict[str, Any]) -> Any:
    """A policy of docs/iam, filled in."""
    text = evaluable((stack.FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return filled(json.loads(text), values)


def filled(node: Any, values: dict[str, Any]) -> Any:
    """A JSON value with what its placeholders stand for; one that is a whole string may stand for a list."""
    if isinstance(node, dict):
        return {key: filled(value, values) for key, value in node.items()}
    if isinstance(node, list):
        return [filled(value, values) for value in node]
    whole = re.fullmatch(r"\$\{([\w:.]+)}", node)
    if whole:
        return values[whole[1]]
    return re.sub(r"\$\{([\w:.]+)}", lambda found: str(values[found[1]]), node)


def test_the_stack_has_the_policies_of_the_folder() -> None:
    assert stack.main(["--check"]) == 0


def test_a_changed_policy_is_noticed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    changed = tmp_path / "stack.yaml"
    text = stack.STACK.read_text(encoding="utf-8")
    changed.write_text(text.replace('"ec2:StopInstances"', '"ec2:*"'), encoding="utf-8")
    monkeypatch.setattr(stack, "STACK", changed)
    assert stack.main(["--check"]) == 1
    assert stack.main([]) == 0
    assert changed.read_text(encoding="utf-8") == text


def test_the_outputs_are_fields_of_the_profile(outputs: dict[str, str]) -> None:
    assert set(outputs) == {
        "region",
        "buildRoleArn",
        "configureRoleArn",
        "user",
        "repository",
        "instanceProfile",
        "bucket",
        "functionName",
        "functionRole",
        "inferenceInstanceProfile",
    }
    assert outputs["region"] == REGION


@pytest.mark.parametrize("name", ["function", "build-machine", "inference-machine"])
def test_a_role_has_its_policy_and_trusts_its_service(aws: Aws, placeholders: dict[str, str], name: str) -> None:
    role = placeholders[name.title().replace("-", "") + "Role"]
    iam = aws.client("iam")
    assert iam.list_role_policies(RoleName=role)["PolicyNames"] == [name]
    attached = iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"]
    assert attached == document(f"policies/{name}", placeholders)
    trusted = iam.get_role(RoleName=role)["Role"]["AssumeRolePolicyDocument"]
    assert trusted == document(f"trust/{name}", placeholders)


JENKINS = {
    "Build": ["jenkins-build", "jenkins-check", "jenkins-reaper"],
    "Configure": ["jenkins-check", "jenkins-configure", "jenkins-remove"],
}


@pytest.mark.parametrize("part", JENKINS)
def test_a_role_of_jenkins_has_the_policies_of_its_part(aws: Aws, placeholders: dict[str, Any], part: str) -> None:
    iam, role = aws.client("iam"), placeholders[f"Jenkins{part}Role"]
    assert not iam.list_attached_role_policies(RoleName=role)["AttachedPolicies"]
    named = {n for n in iam.list_role_policies(RoleName=role)["PolicyNames"] if n.startswith("jenkins-")}
    assert sorted(named) == JENKINS[part]
    for name in named:
        made = iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"]
        assert made == document(f"policies/{name}", placeholders)
    # IAM's limit for all inline policies of a role, in characters that are no white space: with names of full length.
    long = {**placeholders, "FunctionName": "f" * 43, "Bucket": "b" * 63, "Repository": "r" * 100}
    everything = [json.dumps(document(f"policies/{name}", long)) for name in named]
    assert len(re.sub(r"\s", "", "".join(everything))) <= 10240


def test_a_build_reaches_no_study_and_makes_no_inference_machine(placeholders: dict[str, Any]) -> None:
    build = document("policies/jenkins-build", placeholders)["Statement"]
    assert not [s for s in build if "s3:" in json.dumps(s["Action"]) or "lambda:" in json.dumps(s["Action"])]
    tagging = [s for s in build if "ec2:CreateTags" in json.dumps(s["Action"])]
    assert tagging
    for statement in tagging:
        keys = statement["Condition"]["ForAllValues:StringEquals"]["aws:TagKeys"]
        assert "monai-deploy:inference" not in keys
        if keys == "monai-deploy:lease":
            # What exists is tagged anew with nothing else, and only a build's own.
            assert statement["Condition"]["Null"]["aws:ResourceTag/monai-deploy:run"] == "false"
            assert "aws:ResourceTag/monai-deploy:controller" in statement["Condition"]["StringLike"]
        else:
            assert "ec2:CreateAction" in statement["Condition"]["StringEquals"]
    for statement in build:
        if "ec2:RunInstances" in statement["Action"] and "instance/*" in json.dumps(statement["Resource"]):
            assert statement["Condition"]["Null"]["aws:RequestTag/monai-deploy:inference"] == "true"
            assert "aws:RequestTag/monai-deploy:controller" in statement["Condition"]["StringLike"]
            assert statement["Condition"]["StringLike"]["ec2:InstanceType"] == placeholders["BuildInstanceTypes"]


def test_the_external_id_is_not_shown_by_cloudformation() -> None:
    parameter = stack.STACK.read_text(encoding="utf-8").split("\n  ExternalId:\n")[1].split("\n  ControllerId:")[0]
    assert "    NoEcho: true\n" in parameter


def test_profiles_are_called_as_their_roles(aws: Aws, placeholders: dict[str, str]) -> None:
    iam = aws.client("iam")
    for machine in ("BuildMachine", "InferenceMachine"):
        role = placeholders[f"{machine}Role"]
        profile = iam.get_instance_profile(InstanceProfileName=role)["InstanceProfile"]
        assert [r["RoleName"] for r in profile["Roles"]] == [role]


def test_the_bucket_is_private_encrypted_versioned_and_wants_tls(
    aws: Aws, outputs: dict[str, str], placeholders: dict[str, str]
) -> None:
    s3, bucket = aws.client("s3"), outputs["bucket"]
    assert s3.get_bucket_versioning(Bucket=bucket)["Status"] == "Enabled"
    assert all(s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"].values())
    rules = s3.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]["Rules"]
    assert rules[0]["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"] == "AES256"
    policy = json.loads(s3.get_bucket_policy(Bucket=bucket)["Policy"])
    assert policy == document("policies/bucket", placeholders)


def test_images_are_scanned_and_logs_expire(aws: Aws, outputs: dict[str, str]) -> None:
    found = aws.client("ecr").describe_repositories(repositoryNames=[outputs["repository"]])
    assert found["repositories"][0]["imageScanningConfiguration"]["scanOnPush"] is True
    groups = aws.client("logs").describe_log_groups(logGroupNamePrefix="/aws/lambda/")["logGroups"]
    assert [(g["logGroupName"], g["retentionInDays"]) for g in groups] == [
        (f"/aws/lambda/{outputs['functionName']}", 90)
    ]


@pytest.fixture(scope="module")
def user(aws: Aws, outputs: dict[str, str]) -> dict[str, str]:
    key = aws.client("iam").create_access_key(UserName=outputs["user"])["AccessKey"]
    return {"aws_access_key_id": key["AccessKeyId"], "aws_secret_access_key": key["SecretAccessKey"]}


def assume(aws: Aws, user: dict[str, str], role: str, **external: str) -> dict[str, str]:
    sts = aws.client("sts", **user)
    got = sts.assume_role(RoleArn=role, RoleSessionName="jenkins", **external)["Credentials"]
    return {
        "aws_access_key_id": got["AccessKeyId"],
        "aws_secret_access_key": got["SecretAccessKey"],
        "aws_session_token": got["SessionToken"],
    }


@pytest.mark.parametrize("role", ["buildRoleArn", "configureRoleArn"])
@pytest.mark.parametrize("external", [{}, {"ExternalId": "another-hospital"}])
def test_nobody_becomes_jenkins_without_the_external_id(
    aws: Aws, outputs: dict[str, str], user: dict[str, str], external: dict[str, str], role: str
) -> None:
    with pytest.raises(ClientError, match="AccessDenied"):
        assume(aws, user, outputs[role], **external)


def test_jenkins_may_do_its_work_and_nothing_else(aws: Aws, outputs: dict[str, str], user: dict[str, str]) -> None:
    jenkins = {
        part: assume(aws, user, outputs[f"{part}RoleArn"], ExternalId=PARAMETERS["ExternalId"])
        for part in ("build", "configure")
    }

    def client(service: str, part: str = "configure", region: str = REGION) -> Any:
        return aws.client(service, region, **jenkins[part])

    s3, bucket = client("s3"), outputs["bucket"]
    for part in jenkins:
        client("ec2", part).describe_instances()
        client("ecr", part).get_authorization_token()
        client("iam", part).get_role(RoleName=outputs[f"{part}RoleArn"].split("/")[-1])
    # The emulator speaks plain HTTP, which the bucket does not take even from who may use it.
    with pytest.raises(ClientError, match="403"):
        s3.head_bucket(Bucket=bucket)
    aws.client("s3").delete_bucket_policy(Bucket=bucket)
    s3.head_bucket(Bucket=bucket)
    s3.put_object(Bucket=bucket, Key=".monai/install/runner.zip", Body=b"")
    refused = {
        "another region": lambda: client("ec2", region="us-east-1").describe_instances(),
        "another call": lambda: client("ec2").describe_volumes(),
        "another repository": lambda: client("ecr", "build").create_repository(repositoryName="other"),
        "another role": lambda: client("iam").get_role(RoleName=outputs["functionRole"].split("/")[-1]),
        "an untagged key pair": lambda: client("ec2", "build").import_key_pair(
            KeyName="monai-deploy-1", PublicKeyMaterial=b"ssh-rsa AAAA"
        ),
        "results": lambda: s3.get_object(Bucket=bucket, Key="results/x"),
        "a study": lambda: s3.put_object(Bucket=bucket, Key="input/x", Body=b""),
        "another function": lambda: client("lambda").get_function(FunctionName="other"),
        "the bucket, in a build": lambda: client("s3", "build").head_bucket(Bucket=bucket),
        "the runner, in a build": lambda: client("s3", "build").put_object(
            Bucket=bucket, Key=".monai/install/runner.zip", Body=b""
        ),
        "the smoke test's results, in a build": lambda: client("s3", "build").get_object(
            Bucket=bucket, Key="inferred/monai-smoke-test/x"
        ),
        "the function, in a build": lambda: client("lambda", "build").get_function(
            FunctionName=outputs["functionName"]
        ),
        "a key pair, by who configures": lambda: client("ec2").delete_key_pair(KeyName="monai-deploy-1"),
    }
    for what, call in refused.items():
        with pytest.raises(ClientError) as error:
            call()
        assert error.value.response["ResponseMetadata"]["HTTPStatusCode"] == 403, what
