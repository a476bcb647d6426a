"""Number 12: ECR's credentials go to the very host that AWS named with them, and nowhere else."""

from __future__ import annotations

from typing import Any

import pytest

from monai_runner import images
from monai_runner.failure import Trouble
from monai_runner.settings import SettingsError, check_image

DIGEST = "@sha256:" + "0" * 64
OWN = "123456789012.dkr.ecr.eu-west-1.amazonaws.com"
TOKEN = "QVdTOnMzY3JldDpvZjp0aGVt"  # AWS:s3cret:of:them


class Recorder:
    """A container program that has no image until it is pulled."""

    def __init__(self, pulls: bool = True):
        self.calls: list[tuple[tuple[str, ...], str | None, dict[str, str]]] = []
        self.pulls, self.here = pulls, False

    def image_config(self, image: str) -> dict[str, Any] | None:
        return {"User": "1"} if self.here else None

    def call(self, *line: str, stdin: str | None = None, environment: Any = None, **_: Any) -> str:
        self.calls.append((line, stdin, environment or {}))
        self.here = line[0] == "pull" and self.pulls
        if line[0] == "pull" and not self.pulls:
            raise Trouble("CONTAINER_CLI", "docker pull failed with 1")
        return ""


class Ecr:
    """Answers as AWS does: with the account's own registry in the region."""

    def __init__(self, answer: Any = None, endpoint: str = f"https://{OWN}"):
        self.answer = answer or {
            "authorizationData": [{"authorizationToken": TOKEN, "proxyEndpoint": endpoint}]
        }
        self.asked: list[tuple[str, str]] = []

    def __call__(self, name: str, region_name: str) -> Ecr:
        self.asked.append((name, region_name))
        return self

    def get_authorization_token(self) -> Any:
        return self.answer


def ensure(host: str, ecr: Ecr, pulls: bool = True, login: bool = True) -> Recorder:
    recorder: Any = Recorder(pulls)
    images.ensure(recorder, f"{host}/monai{DIGEST}", login, ecr)
    known: Recorder = recorder
    return known


@pytest.mark.parametrize(
    ("host", "named", "region"),
    [
        (OWN, OWN, "eu-west-1"),
        (OWN, OWN + "/", "eu-west-1"),
        ("123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn",) * 2 + ("cn-north-1",),
        ("123456789012.dkr.ecr.us-iso-east-1.c2s.ic.gov",) * 2 + ("us-iso-east-1",),
        ("123456789012.dkr.ecr.eusc-de-east-1.amazonaws.eu",) * 2 + ("eusc-de-east-1",),
        ("123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com",
         "123456789012.dkr.ecr.us-gov-west-1.amazonaws.com", "us-gov-west-1"),
    ],
)  # fmt: skip
def test_12_the_named_host_gets_them(host: str, named: str, region: str) -> None:
    ecr = Ecr(endpoint=f"https://{named}")
    (login, password, folder), (pull, _, same) = ensure(host, ecr).calls
    assert ecr.asked == [("ecr", region)]
    assert login == ("login", "--username", "AWS", "--password-stdin", host)
    assert password == "s3cret:of:them" and pull == ("pull", f"{host}/monai{DIGEST}")
    assert folder == same and folder["DOCKER_CONFIG"]


@pytest.mark.parametrize(
    "host",
    [
        OWN + ".evil.org",
        OWN + ".",
        OWN + ":443",
        OWN + ":8443",
        OWN.upper(),
        OWN.replace("dkr", "DKR"),
        "999999999999" + OWN[12:],
        OWN.replace("eu-west-1", "us-east-1"),
        OWN.replace(".com", ".com.cn"),
        OWN.replace(".com", ".evil.com"),
        OWN.replace("amazonaws.com", "evil.org"),
        OWN.replace("amazonaws.com", "amazonaws.co"),
        OWN.replace("amazonaws", "arnazonaws"),
        "evil." + OWN,
        "1" + OWN,
        OWN.replace(".dkr.ecr.", ".dkr.ecr-fips.") + ".evil.org",
        OWN.replace(".ecr.", ".ecr-fips.ecr-fips."),
        "user@" + OWN,
        "evil.org:443@" + OWN,
        "evil.org",
        "localhost:5000",
        "[::1]:5000",
        "public.ecr.aws",
    ],
)
def test_12_every_other_host_gets_nothing(host: str) -> None:
    for ecr in (Ecr(), Ecr(endpoint=f"http://{host}"), Ecr(endpoint=f"https://x@{host}")):
        (only,) = ensure(host, ecr).calls
        assert only[0][0] == "pull" and only[1] is None and only[2] == {}


@pytest.mark.parametrize(
    "answer", [{"authorizationData": []}, {"authorizationData": None}, {"x": 1}]
)
def test_12_an_answer_without_a_registry(answer: Any) -> None:
    assert [line[0] for line, _, _ in ensure(OWN, Ecr(answer)).calls] == ["pull"]


def test_12_no_login_when_it_is_not_wanted() -> None:
    ecr = Ecr()
    assert len(ensure(OWN, ecr, login=False).calls) == 1 and ecr.asked == []


def test_12_the_message_says_why() -> None:
    with pytest.raises(Trouble) as caught:
        ensure("999999999999" + OWN[12:], Ecr(), pulls=False)
    assert "no credentials for exactly this registry" in caught.value.reason.message
    with pytest.raises(Trouble) as caught:
        ensure("evil.org", Ecr(), pulls=False)
    assert caught.value.reason.message.endswith(": docker pull failed with 1")
    assert caught.value.reason.code == "IMAGE_MISSING"


def test_12_a_token_that_is_none() -> None:
    for token in ("%%%", "\u00e9", None):
        data = [{"authorizationToken": token, "proxyEndpoint": f"https://{OWN}"}]
        with pytest.raises(Trouble, match="ECR_TOKEN"):
            ensure(OWN, Ecr({"authorizationData": data}))


@pytest.mark.parametrize(
    "name",
    ["r/m", "m", "localhost:5000/a/b_c__d-e.f", "127.0.0.1:1/m", "[::1]:5000/m", OWN + "/a/b:1.0",
     "Registry.TEST/map", "registry.test/map"],
)  # fmt: skip
def test_10_images(name: str) -> None:
    check_image(name + DIGEST)


@pytest.mark.parametrize(
    "name",
    ["", "-v", "--privileged", "-r/m", "r/-m", "r//m", "/m", "r/m/", "r/m,x", "r m", "r/m\n",
     "r/m@x",
     "user@r/m", "r:x/m", "$(id)/m", "r/M", "\u00e9/m", "r/m:", "r/../m", "..", "r./m", "--x=y/m"],
)  # fmt: skip
def test_10_images_that_could_be_options(name: str) -> None:
    for image in (name + DIGEST, name + DIGEST + "\n", name + DIGEST.upper(), name):
        with pytest.raises(SettingsError, match="image"):
            check_image(image)
