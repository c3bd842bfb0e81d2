"""Where a deployment is, and how to ask it."""

import json
import os
import time
import urllib.error
import urllib.request
from pathlib import Path

import boto3

TOP = Path(__file__).resolve().parents[3]
# What is asked for comes within this, or it doesn't come.
PATIENCE_SECONDS = 120


class Place:
    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.api = os.environ["WAVECAST_URL"]
        self.edge = os.environ["WAVECAST_EDGE_URL"]
        self.token = Path(os.environ["WAVECAST_TOKEN_FILE"]).read_text()
        self.outputs = json.loads(Path(os.environ["WAVECAST_OUTPUTS"]).read_text())["wavecast-local"]

    def client(self, service: str):
        return boto3.client(service)

    def events(self, function: str, stack: str = "local") -> list[dict]:
        """What a stand-in was woken with, in order."""
        logs = self.client("logs").get_paginator("filter_log_events")
        found = []
        for page in logs.paginate(logGroupName=f"/wavecast/{stack}/{function}"):
            for event in page["events"]:
                if event["message"].lstrip().startswith('{"event"'):
                    found.append(json.loads(event["message"])["event"])
        return found

    def event(self, function: str, wanted, stack: str = "local") -> dict:
        """The first event that a stand-in is woken with and that is wanted; waits for it."""
        end = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < end:
            for event in self.events(function, stack):
                if wanted(event):
                    return event
            time.sleep(0.5)
        raise AssertionError(f"{function} was not woken so; it got {self.events(function, stack)}")


def ask(url: str, method: str = "GET", headers: dict | None = None, data: bytes | None = None):
    """Status, headers and body of an answer, whatever it is."""
    request = urllib.request.Request(url, method=method, headers=headers or {}, data=data)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as answer:
        return answer.code, answer.headers, answer.read()
