from __future__ import annotations

import csv
import json
from pathlib import Path

import prices
import pytest

COLUMNS = [
    "SKU", "OfferTermCode", "TermType", "PriceDescription", "Unit", "PricePerUnit", "Currency", "Product Family",
    "Instance Type", "Operating System", "Tenancy", "CapacityStatus", "Pre Installed S/W", "operation",
    "Volume API Name", "usageType",
]  # fmt: skip
MACHINE = {
    "SKU": "A", "TermType": "OnDemand", "Unit": "Hrs", "PricePerUnit": "0.6", "Currency": "USD",
    "Product Family": "Compute Instance", "Instance Type": "g4dn.xlarge", "Operating System": "Linux",
    "Tenancy": "Shared", "CapacityStatus": "Used", "Pre Installed S/W": "NA", "operation": "RunInstances",
}  # fmt: skip
VOLUME = {
    "SKU": "B", "TermType": "OnDemand", "Unit": "GB-Mo", "PricePerUnit": "0.09", "Currency": "USD",
    "Product Family": "Storage", "Volume API Name": "gp3", "usageType": "EU-EBS:VolumeUsage.gp3",
}  # fmt: skip
# Each is like the one that counts but for what makes it another offer, at a price that would be seen.
OTHERS = [
    {"TermType": "Reserved"}, {"Operating System": "Windows"}, {"Tenancy": "Dedicated"},
    {"CapacityStatus": "UnusedCapacityReservation"}, {"Pre Installed S/W": "SQL Web"},
    {"operation": "RunInstances:0010"},
    {"Unit": "Quantity"}, {"PricePerUnit": "0.0000000000"}, {"Currency": "CNY"},
]  # fmt: skip


def offers(folder: Path, region: str, rows: list[dict[str, str]], published: str = "2026-11-02T10:00:00Z") -> None:
    file = folder / f"offers/{region}/index.csv"
    file.parent.mkdir(parents=True)
    with file.open("w", newline="") as out:
        writer = csv.writer(out, quoting=csv.QUOTE_ALL)
        writer.writerow(["FormatVersion", "v1.0"])
        writer.writerow(["Disclaimer", "This pricing list is for informational purposes only."])
        writer.writerow(["Publication Date", published])
        writer.writerow(COLUMNS)
        writer.writerows([row.get(column, "") for column in COLUMNS] for row in rows)


@pytest.fixture
def mirror(tmp_path: Path) -> Path:
    index = tmp_path / prices.INDEX.lstrip("/")
    index.parent.mkdir(parents=True)
    regions = {r: {"regionCode": r, "currentVersionUrl": f"/offers/{r}/index.json"} for r in ("eu-west-1", "us-east-1")}
    index.write_text(json.dumps({"regions": regions}))
    return tmp_path


def table(folder: Path, types: dict[str, dict[str, float]]) -> Path:
    file = folder / "prices.json"
    file.write_text(json.dumps({"date": "2025-10-01", "source": "AWS", "gp3GibMonth": {}, "instanceHour": types}))
    return file


def run(mirror: Path, file: Path, *more: str) -> int:
    return prices.main(["--from", str(mirror), "--table", str(file), *more])


def test_reads_the_offer_that_an_ordinary_launch_is_billed_by(mirror: Path) -> None:
    others = [{**MACHINE, "PricePerUnit": "9.9", **other} for other in OTHERS]
    cheaper = {**VOLUME, "PricePerUnit": "0.01", "usageType": "EU-EBS:VolumeP-IOPS.gp3"}
    offers(mirror, "eu-west-1", [*others, MACHINE, *others, VOLUME, cheaper])
    file = table(mirror, {"eu-west-1": {"g4dn.xlarge": 0.587}})

    assert run(mirror, file) == 0
    assert json.loads(file.read_text()) == {
        "date": "2026-11-02",
        "source": "AWS",
        "gp3GibMonth": {"eu-west-1": 0.09},
        "instanceHour": {"eu-west-1": {"g4dn.xlarge": 0.6}},
    }


def test_a_type_that_is_gone_is_named(mirror: Path, capsys: pytest.CaptureFixture[str]) -> None:
    offers(mirror, "eu-west-1", [MACHINE, VOLUME])
    file = table(mirror, {"eu-west-1": {"g4dn.xlarge": 0.6, "p2.xlarge": 0.9}})

    assert run(mirror, file) == 0
    assert "eu-west-1: p2.xlarge is no longer offered" in capsys.readouterr().out
    assert json.loads(file.read_text())["instanceHour"] == {"eu-west-1": {"g4dn.xlarge": 0.6}}


@pytest.mark.parametrize(("known", "code"), [(0.6, 0), (0.5, 1)])
def test_a_check_writes_nothing(mirror: Path, known: float, code: int) -> None:
    offers(mirror, "eu-west-1", [MACHINE, VOLUME])
    file = table(mirror, {"eu-west-1": {"g4dn.xlarge": known}})
    value = json.loads(file.read_text())
    file.write_text(json.dumps({**value, "gp3GibMonth": {"eu-west-1": 0.09}}))
    before = file.read_text()

    assert run(mirror, file, "--check") == code
    assert file.read_text() == before


@pytest.mark.parametrize("rows", [[], [MACHINE], [VOLUME], [{**MACHINE, "Instance Type": "m5.large"}, VOLUME]])
def test_offers_without_what_is_looked_for_change_nothing(mirror: Path, rows: list[dict[str, str]]) -> None:
    offers(mirror, "eu-west-1", rows)
    file = table(mirror, {"eu-west-1": {"g4dn.xlarge": 0.5}})
    before = file.read_text()

    assert run(mirror, file) == 2
    assert file.read_text() == before


def test_out_of_reach_changes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = table(tmp_path, {"eu-west-1": {"g4dn.xlarge": 0.5}})
    before = file.read_text()

    assert run(tmp_path / "nowhere", file) == 2
    assert "stays as it is" in capsys.readouterr().err
    assert file.read_text() == before
