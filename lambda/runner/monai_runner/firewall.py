"""Keeps containers from the addresses that hand out the machine's credentials.

The hop limit of the instance is the other lock: what EC2 answers does not leave the machine. This
one holds where somebody has opened that, and for addresses that have no hop limit. Its rules stand
in the table ``raw``, before any other rule could send a packet elsewhere, and apart from all that a
container engine changes when it starts.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from monai_runner.failure import Trouble

#: The instance metadata service, and where a container gets credentials on ECS and on EKS.
#: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html
#: https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
#: The resolver (169.254.169.253) and the clock (169.254.169.123) stay open.
_IPV4 = ("169.254.169.254/32", "169.254.170.2/32", "169.254.170.23/32")
_IPV6 = ("fd00:ec2::254/128", "fd00:ec2::23/128")
_SECONDS = 60


def close() -> None:
    """Sees to it that what comes from a container, or from anywhere but this machine, is dropped
    on its way to those addresses.

    Raises Trouble unless the kernel says that it is so; nothing may rely on the network then.
    """
    for program, addresses in _families():
        if not _is_closed(program, addresses):
            for address in addresses:
                _call(program, "-I", "PREROUTING", "1", *_rule(address))
            if not _is_closed(program, addresses):
                raise _open(f"{program} does not hold the rules it was given")


def _families() -> list[tuple[str, tuple[str, ...]]]:
    families: list[tuple[str, tuple[str, ...]]] = [("iptables", _IPV4)]
    # A kernel without IPv6 has no such table, and no way there.
    if Path("/proc/sys/net/ipv6").is_dir():
        families.append(("ip6tables", _IPV6))
    return families


def _rule(address: str) -> tuple[str, ...]:
    # Packets of this machine's own never come in, but over lo.
    return ("-d", address, "!", "-i", "lo", "-j", "DROP")


def _is_closed(program: str, addresses: tuple[str, ...]) -> bool:
    """Whether each rule stands where no other could let its packets through before."""
    listed = _call(program, "-S", "PREROUTING").splitlines()
    rules = [line for line in listed if line.startswith("-A PREROUTING ")]
    first = next((n for n, rule in enumerate(rules) if not rule.endswith(" -j DROP")), len(rules))
    wanted = {" ".join(("-A", "PREROUTING", *_rule(address))) for address in addresses}
    return wanted <= set(rules[:first])


def _call(program: str, *arguments: str) -> str:
    # A service of systemd and the agent of Systems Manager have not always the same PATH.
    folders = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/sbin"))
    found = shutil.which(program, path=folders)
    if found is None:
        raise _open(f"{program} is not installed")
    try:
        done = subprocess.run(
            [found, "--wait", "30", "--table", "raw", *arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _open(f"{program} does not answer") from error
    if done.returncode != 0:
        raise _open(f"{program} {arguments[0]} failed with {done.returncode}")
    return done.stdout


def _open(why: str) -> Trouble:
    return Trouble(
        "METADATA_OPEN",
        f"a MAP with a network could get at the machine's role: {why}",
        "install iptables on the machine and let the runner be root there, or set network to false",
    )
