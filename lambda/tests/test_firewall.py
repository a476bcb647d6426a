"""A MAP with a network does not get at the machine's role.

Behind a bridge of its own in a network namespace, as a container is; the metadata service is a web
server in another one, at the real addresses.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from harness import Bench
from monai_runner import firewall
from monai_runner.failure import Trouble
from studies import study_zip

ROOT = Path(__file__).resolve().parents[1]
UNITS = ROOT / "runner" / "systemd"

CREDENTIALS = (
    "169.254.169.254",
    "169.254.170.2",
    "169.254.170.23",
    "fd00:ec2::254",
    "fd00:ec2::23",
)
#: The resolver of the VPC, which a container's names are looked up with; and any other address.
OTHERS = ("169.254.169.253", "198.51.100.7")

_SERVER = """
import http.server, socket
class Server(http.server.ThreadingHTTPServer):
    address_family = socket.AF_INET6
class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"secret")
    def log_message(self, *_): pass
server = Server(("::", 80), Answer)
print("up", flush=True)
server.serve_forever()
"""

_CLIENT = """
import sys, urllib.request
host = sys.argv[1] if ":" not in sys.argv[1] else f"[{sys.argv[1]}]"
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
try:
    print(opener.open(f"http://{host}/", timeout=float(sys.argv[2])).read().decode())
except OSError:
    print("nothing")
"""


class Site:
    """Three namespaces: machine, a container behind its bridge, and what is at the addresses."""

    def __init__(self, stack: ExitStack):
        self.machine, self.container, self.beyond = (self._namespace(stack) for _ in range(3))
        self._wire()
        server = subprocess.Popen(
            [*self._in(self.beyond), sys.executable, "-c", _SERVER], stdout=subprocess.PIPE
        )
        stack.callback(server.wait)
        stack.callback(server.kill)
        assert server.stdout is not None and server.stdout.readline() == b"up\n"

    @staticmethod
    def _namespace(stack: ExitStack) -> int:
        # Says that it is there, then stays until its input is closed.
        process = subprocess.Popen(
            ["unshare", "--net", "sh", "-c", "echo; exec cat"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        stack.callback(process.communicate)
        assert process.stdout is not None
        if not process.stdout.readline():
            raise OSError("no network namespace can be made")
        return process.pid

    @staticmethod
    def _in(namespace: int) -> list[str]:
        return ["nsenter", f"--net=/proc/{namespace}/ns/net"]

    def run(self, namespace: int, script: str) -> None:
        subprocess.run([*self._in(namespace), "sh", "-ec", script], check=True, capture_output=True)

    def _wire(self) -> None:
        self.run(
            self.machine,
            f"""
            ip link set lo up
            ip link add docker0 type bridge
            ip link add c0 type veth peer name eth0 netns {self.container}
            ip link add e0 type veth peer name eth0 netns {self.beyond}
            ip link set c0 master docker0
            for one in docker0 c0 e0; do ip link set $one up; done
            ip address add 172.17.0.1/16 dev docker0
            ip -6 address add fd00:17::1/64 dev docker0 nodad
            ip address add 10.0.0.1/24 dev e0
            ip -6 address add fd00:10::1/64 dev e0 nodad
            for one in {" ".join((*CREDENTIALS, *OTHERS))}; do
                case $one in
                    *:*) ip -6 route add $one via fd00:10::2 ;;
                    *) ip route add $one via 10.0.0.2 ;;
                esac
            done
            echo 1 >/proc/sys/net/ipv4/ip_forward
            echo 1 >/proc/sys/net/ipv6/conf/all/forwarding
            """,
        )
        self.run(
            self.container,
            """
            ip link set eth0 up
            ip address add 172.17.0.2/16 dev eth0
            ip -6 address add fd00:17::2/64 dev eth0 nodad
            ip route add default via 172.17.0.1
            ip -6 route add default via fd00:17::1
            """,
        )
        self.run(
            self.beyond,
            f"""
            ip link set lo up
            ip link set eth0 up
            ip address add 10.0.0.2/24 dev eth0
            ip -6 address add fd00:10::2/64 dev eth0 nodad
            for one in {" ".join((*CREDENTIALS, *OTHERS))}; do
                case $one in
                    *:*) ip -6 address add $one/128 dev lo nodad ;;
                    *) ip address add $one/32 dev lo ;;
                esac
            done
            ip route add default via 10.0.0.1
            ip -6 route add default via fd00:10::1
            """,
        )

    def reached(self, namespace: int, address: str, seconds: float = 20.0) -> bool:
        """Whether a program in a namespace has an answer from an address. What is dropped is waited
        for in vain, so give the seconds where that is expected."""
        line = [*self._in(namespace), sys.executable, "-c", _CLIENT, address, str(seconds)]
        done = subprocess.run(line, check=True, capture_output=True, text=True)
        return done.stdout.strip() == "secret"

    def firewall(self) -> int:
        """What systemd does on the machine."""
        program = "import sys; from monai_runner.main import main; sys.exit(main(['firewall']))"
        return subprocess.run(
            [*self._in(self.machine), sys.executable, "-c", program],
            env={"PATH": "/usr/bin:/bin", "PYTHONPATH": f"{ROOT / 'shared'}:{ROOT / 'runner'}"},
            check=False,
        ).returncode


@pytest.fixture
def site() -> Iterator[Site]:
    for program in ("ip", "iptables", "ip6tables", "nsenter", "unshare"):
        if shutil.which(program, path="/usr/bin:/bin:/usr/sbin:/sbin") is None:
            pytest.skip(f"NOT SHOWN that a container is kept from the metadata: no {program}")
    with ExitStack() as stack:
        try:
            made = Site(stack)
        except (OSError, subprocess.CalledProcessError) as error:
            pytest.skip(f"NOT SHOWN that a container is kept from the metadata: {error}")
        yield made


class TestNamespaces:
    def test_a_container_gets_no_credentials_and_the_machine_does(self, site: Site) -> None:
        for address in (*CREDENTIALS, *OTHERS):
            assert site.reached(site.container, address), f"{address} is open before"
        assert site.firewall() == 0
        for address in CREDENTIALS:
            assert not site.reached(site.container, address, 1.0), address
            assert site.reached(site.machine, address), address
        for address in OTHERS:
            assert site.reached(site.container, address), address

    def test_neither_by_an_address_that_is_translated_before(self, site: Site) -> None:
        """As the agent of ECS does it: the packet is turned to the machine itself."""
        site.run(
            site.machine,
            "iptables -t nat -I PREROUTING -d 169.254.170.2 -j DNAT --to-destination 198.51.100.7",
        )
        assert site.reached(site.container, "169.254.170.2")
        assert site.firewall() == 0
        assert not site.reached(site.container, "169.254.170.2", 1.0)

    @pytest.mark.parametrize(
        "rules",
        [
            "iptables -t raw -F",
            "iptables -t raw -I PREROUTING -j ACCEPT",
            "iptables -t raw -D PREROUTING 2",
            "iptables -t raw -I PREROUTING -s 172.17.0.0/16 -j RETURN",
            # What Docker does when it starts.
            "iptables -t raw -I PREROUTING -d 172.17.0.9/32 ! -i docker0 -j DROP",
            "iptables -P FORWARD DROP; iptables -I FORWARD -i docker0 -j ACCEPT",
        ],
    )
    def test_rules_that_others_change_are_put_right(self, site: Site, rules: str) -> None:
        assert site.firewall() == 0
        site.run(site.machine, rules)
        assert site.firewall() == 0
        for address in CREDENTIALS[:3]:
            assert not site.reached(site.container, address, 1.0), address

    def test_again_changes_nothing(self, site: Site) -> None:
        def rules() -> bytes:
            line = ["nsenter", f"--net=/proc/{site.machine}/ns/net", "iptables", "-t", "raw", "-S"]
            return subprocess.run(line, check=True, capture_output=True).stdout

        assert site.firewall() == 0
        before = rules()
        assert before.count(b"-j DROP") == 3
        assert site.firewall() == 0
        assert rules() == before

    def test_an_answer_that_travels_one_hop_never_comes_to_a_container(self, site: Site) -> None:
        """The hop limit alone: what the metadata service sends has a TTL of 1."""
        site.run(site.beyond, "echo 1 >/proc/sys/net/ipv4/ip_default_ttl")
        assert site.reached(site.machine, "169.254.169.254")
        assert not site.reached(site.container, "169.254.169.254", 1.0)


class TestFailClosed:
    """With a network, and without the rules: no MAP runs."""

    @pytest.mark.parametrize("fault", ["broken", "forgetful"])
    def test_no_map_with_a_network_runs(self, bench: Bench, fault: str) -> None:
        (bench.docker / fault).touch()
        bench.settings.update(network=True, maxAttempts=1)
        bench.send("input/x.zip", study_zip("P1"))
        bench.drain()
        assert not bench.calls("run")
        reason = bench.job("input/x.zip").reason
        assert reason is not None and "the machine's role" in reason.message
        assert bench.run("prepare") == 3
        assert b"set network to false" in bench.stdout

    def test_without_a_network_nothing_is_asked_of_it(self, bench: Bench) -> None:
        (bench.docker / "broken").touch()
        bench.send("input/x.zip", study_zip("P1"))
        bench.drain()
        assert bench.job("input/x.zip").state == "DONE"
        assert bench.run("prepare") == 0
        assert bench.run("firewall") == 3

    def test_rules_that_went_are_back_before_the_next_map(self, bench: Bench) -> None:
        bench.settings.update(network=True)
        for name in ("x", "y"):
            bench.send(f"input/{name}.zip", study_zip("P1"))
            bench.drain()
            assert "169.254.169.254/32" in (bench.docker / "iptables.rules").read_text()
            assert "fd00:ec2::254/128" in (bench.docker / "ip6tables.rules").read_text()
            (bench.docker / "iptables.rules").unlink()
        assert len(bench.calls("run")) == 2

    def test_no_program(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("monai_runner.firewall.shutil.which", lambda *_, **__: None)
        with pytest.raises(Trouble) as raised:
            firewall.close()
        assert "iptables is not installed" in raised.value.reason.message


class TestUnits:
    def test_the_rules_are_there_before_a_container_and_again_with_its_engine(
        self,
    ) -> None:
        unit = (UNITS / "monai-firewall.service").read_text()
        settings = dict(line.split("=", 1) for line in unit.splitlines() if "=" in line)
        assert {"docker.service", "monai-runner.service"} <= set(settings["Before"].split())
        assert {"docker.service", "firewalld.service"} <= set(settings["PartOf"].split())
        assert settings["ExecStart"] == "/usr/local/bin/monai-runner firewall"
        runner = (UNITS / "monai-runner.service").read_text()
        assert "Wants=network-online.target monai-firewall.service" in runner

    def test_a_container_never_shares_the_machines_network(self) -> None:
        for source in (ROOT / "runner").rglob("*.py"):
            assert '"host"' not in source.read_text(encoding="utf-8"), source
