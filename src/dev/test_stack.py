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
def placeholders(aws: Aws, outputs: dict[str, str]) -> dict[str, str]:
    account = outputs["roleArn"].split(":")[4]
    resources = aws.client("cloudformation").describe_stack_resources(StackName="monai")["StackResources"]
    values = {r["LogicalResourceId"]: r["PhysicalResourceId"] for r in resources}
    template = stack.STACK.read_text(encoding="utf-8")
    defaults = re.findall(r"  (\w+): { Type: String, Default: (\S+),", template)
    return {
        **values,
        **dict(defaults),
        "AWS::Partition": "aws",
        "AWS::Region": REGION,
        "AWS::AccountId": account,
        "FunctionName": outputs["functionName"],
        "JenkinsRole.Arn": outputs["roleArn"],
        "ExternalId": PARAMETERS["ExternalId"],
        "JenkinsTrustedPrincipal": f"arn:aws:iam::{account}:user/{outputs['user']}",
    }


def document(name: str, values: dict[str, str]) -> Any:
    """A policy of docs/iam, filled in."""
    text = evaluable((stack.FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return json.loads(re.sub(r"\$\{([\w:.]+)}", lambda found: values[found[1]], text))


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
        "roleArn",
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


@pytest.mark.parametrize("name", ["build", "configure", "remove", "check"])
def test_jenkins_has_its_policies(aws: Aws, outputs: dict[str, str], placeholders: dict[str, str], name: str) -> None:
    iam = aws.client("iam")
    arn = placeholders[f"Jenkins{name.title()}Policy"]
    role = outputs["roleArn"].split("/")[-1]
    attached = iam.list_attached_role_policies(RoleName=role)["AttachedPolicies"]
    assert arn in [policy["PolicyArn"] for policy in attached]
    version = iam.get_policy(PolicyArn=arn)["Policy"]["DefaultVersionId"]
    made = iam.get_policy_version(PolicyArn=arn, VersionId=version)["PolicyVersion"]["Document"]
    wanted = document(f"policies/jenkins-{name}", placeholders)
    assert made == wanted
    # IAM's limit for a managed policy, in characters that are no white space.
    assert len(re.sub(r"\s", "", json.dumps(wanted))) <= 6144


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


@pytest.mark.parametrize("external", [{}, {"ExternalId": "another-hospital"}])
def test_nobody_becomes_jenkins_without_the_external_id(
    aws: Aws, outputs: dict[str, str], user: dict[str, str], external: dict[str, str]
) -> None:
    with pytest.raises(ClientError, match="AccessDenied"):
        assume(aws, user, outputs["roleArn"], **external)


def test_jenkins_may_do_its_work_and_nothing_else(aws: Aws, outputs: dict[str, str], user: dict[str, str]) -> None:
    jenkins = assume(aws, user, outputs["roleArn"], ExternalId=PARAMETERS["ExternalId"])

    def ec2(region: str = REGION) -> Any:
        return aws.client("ec2", region, **jenkins)

    s3, bucket = aws.client("s3", **jenkins), outputs["bucket"]
    ec2().describe_instances()
    # The emulator speaks plain HTTP, which the bucket does not take even from who may use it.
    with pytest.raises(ClientError, match="403"):
        s3.head_bucket(Bucket=bucket)
    aws.client("s3").delete_bucket_policy(Bucket=bucket)
    s3.head_bucket(Bucket=bucket)
    s3.put_object(Bucket=bucket, Key=".monai/install/runner.zip", Body=b"")
    aws.client("ecr", **jenkins).get_authorization_token()
    aws.client("iam", **jenkins).get_role(RoleName=outputs["roleArn"].split("/")[-1])
    refused = {
        "another region": lambda: ec2("us-east-1").describe_instances(),
        "another call": lambda: ec2().describe_volumes(),
        "another repository": lambda: aws.client("ecr", **jenkins).create_repository(repositoryName="other"),
        "another role": lambda: aws.client("iam", **jenkins).get_role(RoleName=outputs["functionRole"].split("/")[-1]),
        "an untagged key pair": lambda: ec2().import_key_pair(
            KeyName="monai-deploy-1", PublicKeyMaterial=b"ssh-rsa AAAA"
        ),
        "results": lambda: s3.get_object(Bucket=bucket, Key="results/x"),
        "a study": lambda: s3.put_object(Bucket=bucket, Key="input/x", Body=b""),
        "another function": lambda: aws.client("lambda", **jenkins).get_function(FunctionName="other"),
    }
    for what, call in refused.items():
        with pytest.raises(ClientError) as error:
            call()
        assert error.value.response["ResponseMetadata"]["HTTPStatusCode"] == 403, what
