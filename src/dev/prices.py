"""Brings the price table up to date from the offer files that AWS publishes (the "Price List Bulk API").

usage: prices.py [--from ADDRESS] [--check]

ADDRESS is where the offer files lie: by default AWS's own, else a mirror or a folder with the same tree. Regions and
instance types stay those of the table; one that AWS no longer offers is named and left out. With --check nothing is
written, and the exit code is 1 when a price differs. See
https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/using-the-aws-price-list-bulk-api.html
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import sys
import urllib.request
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import IO, Any

TABLE = Path(__file__).parents[2] / "src/main/resources/io/jenkins/plugins/monai/engine/cost/prices.json"
AWS = "https://pricing.us-east-1.amazonaws.com"
INDEX = "/offers/v1.0/aws/AmazonEC2/current/region_index.json"
TIMEOUT_SECONDS = 60

# Linux without a licence, on shared hardware, on demand and in use: what RunInstances launches when asked for no more.
MACHINE = {
    "TermType": "OnDemand",
    "Product Family": ("Compute Instance", "Compute Instance (bare metal)"),
    "Operating System": "Linux",
    "Tenancy": "Shared",
    "CapacityStatus": "Used",
    "Pre Installed S/W": "NA",
    "operation": "RunInstances",
    "Unit": "Hrs",
}
VOLUME = {"TermType": "OnDemand", "Product Family": "Storage", "Volume API Name": "gp3", "Unit": "GB-Mo"}


class PricesError(Exception):
    pass


def opened(address: str) -> IO[bytes]:
    """A file by its address; the offers of a region have hundreds of megabytes, and are read as they come."""
    if "://" not in address:
        return Path(address).open("rb")
    answer: IO[bytes] = urllib.request.urlopen(address, timeout=TIMEOUT_SECONDS)  # noqa: S310 - an address asked for
    return answer


def region_files(base: str) -> dict[str, str]:
    with closing(opened(base + INDEX)) as file:
        index = json.load(file)
    return {
        region: base + entry["currentVersionUrl"].removesuffix(".json") + ".csv"
        for region, entry in index["regions"].items()
    }


def rows(lines: Iterable[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """The offers, each with the day of their publication. Lines about the file precede the names of the columns."""
    reader = csv.reader(lines)
    published = ""
    for row in reader:
        if row[:1] == ["Publication Date"]:
            published = row[1][:10]
        if row[:1] == ["SKU"]:
            columns = row
            break
    else:
        raise PricesError("these are no offers: no line begins with SKU")
    for row in reader:
        yield published, dict(zip(columns, row, strict=False))


def matches(offer: dict[str, str], wanted: dict[str, Any]) -> bool:
    return all(
        offer.get(column, "") in value if isinstance(value, tuple) else offer.get(column, "") == value
        for column, value in wanted.items()
    )


def read_region(lines: Iterable[str], types: set[str]) -> tuple[str, dict[str, float], float | None]:
    """@return the day of publication, USD an hour by instance type, USD per GiB and month of gp3"""
    published, machines, volume = "", {}, None
    for published, offer in rows(lines):  # noqa: B007 - the last one counts as well as the first
        if offer.get("Currency") != "USD" or not float(offer.get("PricePerUnit") or 0):
            continue
        if offer.get("Instance Type") in types and matches(offer, MACHINE):
            machines[offer["Instance Type"]] = float(offer["PricePerUnit"])
        elif matches(offer, VOLUME) and offer.get("usageType", "").endswith("VolumeUsage.gp3"):
            volume = float(offer["PricePerUnit"])
    return published, machines, volume


def refreshed(table: dict[str, Any], base: str) -> dict[str, Any]:
    files = region_files(base)
    days, hours, months = [], {}, {}
    for region, known in table["instanceHour"].items():
        if region not in files:
            raise PricesError(f"AWS has no offers for the region {region}")
        with closing(opened(files[region])) as file:
            day, machines, volume = read_region(io.TextIOWrapper(file, "utf-8", newline=""), set(known))
        if volume is None or not machines:
            raise PricesError(f"the offers of {region} hold no price of gp3, or of no instance type of the table")
        for gone in sorted(set(known) - set(machines)):
            print(f"{region}: {gone} is no longer offered, and left out")
        days.append(day)
        hours[region] = {name: machines[name] for name in known if name in machines}
        months[region] = volume
    return {**table, "date": min(days), "gp3GibMonth": months, "instanceHour": hours}


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description="Brings the price table up to date.")
    parser.add_argument("--from", dest="base", default=AWS, help="where the offer files lie")
    parser.add_argument("--check", action="store_true", help="write nothing; fail when a price differs")
    parser.add_argument("--table", type=Path, default=TABLE, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    table = json.loads(options.table.read_text(encoding="utf-8"))
    try:
        new = refreshed(table, options.base.rstrip("/"))
    except (OSError, ValueError, KeyError, PricesError) as e:
        print(f"The price table stays as it is: {e}", file=sys.stderr)
        return 2
    same = all(new[part] == table[part] for part in ("instanceHour", "gp3GibMonth"))
    print(f"Prices of {new['date']}, {'the same as' if same else 'other than'} those of {table['date']}")
    if options.check:
        return 0 if same else 1
    options.table.write_text(json.dumps(new, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
