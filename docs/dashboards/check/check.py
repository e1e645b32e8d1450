#!/usr/bin/env python3
"""Runs every query of the Grafana dashboard against a Prometheus and fails if one has no data.

Usage: check.py PROMETHEUS_URL [DASHBOARD.json]
"""

import json
import pathlib
import sys
import urllib.parse
import urllib.request

VARIABLES = {"$__rate_interval": "1m", "$model": ".*"}


def data(prometheus, query):
    for name, value in VARIABLES.items():
        query = query.replace(name, value)
    url = prometheus + "/api/v1/query?" + urllib.parse.urlencode({"query": query})
    with urllib.request.urlopen(url) as answer:
        series = json.load(answer)["data"]["result"]
    return [one for one in series if one["value"][1] != "NaN"]


def main():
    prometheus = sys.argv[1].rstrip("/")
    default = pathlib.Path(__file__).parent.parent / "grafana.json"
    dashboard = json.loads(pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else default).read_text())
    empty = 0
    for panel in dashboard["panels"]:
        for target in panel["targets"]:
            series = data(prometheus, target["expr"])
            empty += not series
            sample = series[0]["value"][1] if series else "-"
            print(f"{len(series):3} series  {sample:>24.24}  {panel['title']}: {target['legendFormat']}")
    print("every query has data" if not empty else f"{empty} queries without data")
    return 1 if empty else 0


if __name__ == "__main__":
    sys.exit(main())
