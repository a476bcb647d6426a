"""``monai-runner watchdog``: one look at the runner, each minute, by a program that does not share
its fate.

A runner that does not get on is restarted once. If that does not help, the machine is stopped,
since it costs money and does nothing. What was done goes to ``machine/watchdog.json``.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from monai_ledger import clock
from monai_runner import heartbeat

#: Seconds from the first look after the machine's start to the runner's first sign of life.
START_SECONDS = 1200.0
#: The same after a restart by the watchdog.
RESTART_SECONDS = 1200.0
#: A restart so long ago is no reason against another one.
_FORGET_SECONDS = 6 * 3600.0
#: So many starts of the runner in so many seconds are no accident.
_LOOP_STARTS, _LOOP_SECONDS = 8, 1800.0
#: What the runner has, beyond its idle minutes, to stop the machine itself.
_IDLE_SECONDS = 1800.0
#: How long EC2 has to stop the machine before it is powered off.
_STOP_SECONDS = 900.0

REMEDY = (
    "look at /var/log/monai-runner/runner.jsonl and `journalctl -u monai-runner` on the machine, "
    "mend the cause and run monaiConfigureInference again; to keep the machine running meanwhile, "
    "set its tag monai-deploy:hold and create /etc/monai-runner/hold on it"
)


@dataclass
class State:
    """What one look hands to the next; times are seconds since the machine's start."""

    first: float
    restarted: float | None = None
    stop_asked: float | None = None
    #: ``pid``, start and time of the first look at it, of each runner.
    starts: list[list[float]] = field(default_factory=list)


@dataclass(frozen=True)
class Verdict:
    """Why the runner does not get on. ``hopeless``: another start would not help."""

    code: str
    message: str
    hopeless: bool = False


@dataclass(frozen=True)
class Means:
    """What the watchdog can do. ``restart``, ``stop`` (through EC2) and ``power_off`` say whether
    it was accepted, ``may_power_off`` whether this is a machine that one may; ``report`` takes what
    was done."""

    restart: Callable[[], bool]
    stop: Callable[[], bool]
    may_power_off: Callable[[], bool]
    power_off: Callable[[], bool]
    report: Callable[[str, Verdict], None]


def look(
    state: State, beat: dict[str, Any] | None, now: float, idle_minutes: float, means: Means
) -> str:
    """One look. Returns what was done: ``fine``, ``waiting``, ``restarted``, ``stopping``, ``off``
    or ``left``. ``idle_minutes`` 0: the machine is never to be stopped."""
    _note_start(state, beat, now)
    verdict = judge(state, beat, now, idle_minutes)
    if verdict is None:
        state.stop_asked = None
        return "fine"
    if state.stop_asked is not None:
        return _power_off(state, verdict, now, means)
    restarted = state.restarted
    if not verdict.hopeless:
        if restarted is None or now - restarted > _FORGET_SECONDS:
            return _restart(state, verdict, now, means)
        if now - restarted < RESTART_SECONDS:
            return "waiting"
    if idle_minutes <= 0:
        # Nothing but restarts is left where the machine is never to stop, and they are spaced.
        return "left"
    state.stop_asked = now
    # Reported before, since afterwards there may be no time.
    means.report("the machine is stopped", verdict)
    if means.stop():
        return "stopping"
    state.stop_asked = now - _STOP_SECONDS
    return _power_off(state, verdict, now, means)


def judge(
    state: State, beat: dict[str, Any] | None, now: float, idle_minutes: float
) -> Verdict | None:
    """Why the runner does not get on, or None when it does."""
    if len(state.starts) >= _LOOP_STARTS:
        return Verdict("RESTARTS", "the runner ends again and again after its start")
    if beat is None:
        if now - state.first < START_SECONDS:
            return None
        return Verdict(
            "NO_RUNNER", "the runner has not come as far as its first look at the ledger"
        )
    if now > beat["healthyUntil"]:
        return Verdict(
            "NO_PROGRESS",
            "the runner hangs, or could not read the ledger for too long",
        )
    idle = beat.get("idleSince")
    if idle_minutes > 0 and idle is not None and now - idle > idle_minutes * 60 + _IDLE_SECONDS:
        return Verdict("NOT_STOPPED", "there is nothing to do, and the machine runs on", True)
    return None


def _restart(state: State, verdict: Verdict, now: float, means: Means) -> str:
    state.restarted, state.starts = now, []
    done = means.restart()
    means.report("the runner was restarted" if done else "the runner cannot be restarted", verdict)
    return "restarted"


def _power_off(state: State, verdict: Verdict, now: float, means: Means) -> str:
    asked = state.stop_asked
    if asked is not None and now - asked < _STOP_SECONDS:
        return "stopping"
    state.stop_asked = now  # if the machine is still there then, all of this is tried again
    if means.may_power_off():
        means.report("the machine is powered off, as EC2 did not stop it", verdict)
        if means.power_off():
            return "off"
    means.report("the machine could not be stopped", verdict)
    return "left"


def _note_start(state: State, beat: dict[str, Any] | None, now: float) -> None:
    state.starts = [start for start in state.starts if now - start[2] < _LOOP_SECONDS]
    if beat is not None:
        this = [float(beat["pid"]), float(beat["started"])]
        if all(start[:2] != this for start in state.starts):
            state.starts.append([*this, now])


def read_beat(file: Path, now: float) -> dict[str, Any] | None:
    """The runner's heartbeat; None when there is none, or none of this machine's start."""
    try:
        beat = json.loads(file.read_bytes())
        numbers = [beat[name] for name in ("at", "healthyUntil", "started", "pid")]
        idle = beat.get("idleSince")
        numbers += [] if idle is None else [idle]
        whole = all(isinstance(n, (int, float)) and not isinstance(n, bool) for n in numbers)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return beat if whole and beat["at"] <= now else None


def read_state(file: Path, now: float) -> State:
    """What the look before left; a fresh one when there is none, or it is broken."""
    try:
        state = State(**json.loads(file.read_bytes()))
        times = [state.first, state.restarted, state.stop_asked]
        if all(time is None or 0 <= float(time) <= now for time in times):
            state.starts = [[float(n) for n in start][:3] for start in state.starts]
            if all(len(start) == 3 for start in state.starts):
                return state
    except (OSError, ValueError, TypeError, RecursionError):
        pass
    return State(first=now)


def write_state(file: Path, state: State) -> None:
    """Raises OSError; a watchdog without memory must not look like one that works."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    new = file.with_suffix(".new")
    new.write_text(json.dumps(asdict(state)))
    new.replace(file)


def incident(what: str, verdict: Verdict) -> dict[str, str]:
    """A record of ``machine/watchdog.json``, without who and where."""
    return {
        "what": what,
        "code": verdict.code,
        "message": verdict.message,
        "remedy": REMEDY,
        "at": clock.to_text(clock.utc_now()),
    }


def folders() -> tuple[Path, Path]:
    """Where it keeps its state (in memory) and reports that could not be handed in (on disk), as
    systemd names them."""
    run = os.environ.get("RUNTIME_DIRECTORY") or "/run/monai-runner-watchdog"
    disk = os.environ.get("STATE_DIRECTORY") or "/var/lib/monai-runner"
    return Path(run), Path(disk)


def main_look(settings_file: Path) -> str:
    """The command: reads, looks, does, and hands in what could not be handed in before."""
    from monai_runner.watchdog_means import Hands

    now = heartbeat.seconds_up()
    run, disk = folders()
    hands = Hands(settings_file, disk / "watchdog.json")
    hands.hand_in()
    if heartbeat.hold_file(settings_file).exists():
        (run / "state.json").unlink(missing_ok=True)
        hands.tell_held(run / "held-told")
        return "held"
    state = read_state(run / "state.json", now)
    beat = read_beat(hands.run_folder / heartbeat.FILE, now)
    # Before anything is done: what is done may end the machine.
    write_state(run / "state.json", state)
    done = look(state, beat, now, hands.idle_minutes, hands.means())
    write_state(run / "state.json", state)
    return done
