"""Where a deployment is, and how to ask it."""

import json
import os
import signal
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import boto3
from botocore.config import Config

from wire import Wire

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
        # Retries would ring twice; a function may take its whole timeout.
        return boto3.client(service, config=Config(retries={"total_max_attempts": 1}, read_timeout=120))

    def invoke(self, function: str, event: dict):
        """What a function answers, and its error if it failed."""
        name = f"wavecast-local-{function}"
        answer = self.client("lambda").invoke(FunctionName=name, Payload=json.dumps(event))
        return json.loads(answer["Payload"].read() or b"null"), answer.get("FunctionError")

    def tick(self) -> dict:
        """One tick, as the schedule rings it each minute."""
        answer, error = self.invoke("scheduler", {"v": 1, "wake": "tick"})
        assert error is None, answer
        return answer

    def until(self, holds, what: str) -> None:
        """Waits until something holds."""
        end = time.monotonic() + PATIENCE_SECONDS
        while not holds():
            assert time.monotonic() < end, f"{what} didn't come"
            time.sleep(0.1)

    def post(self, path: str, body: dict, headers: dict):
        status, _, answer = ask(f"{self.api}/api/v1{path}", "POST", headers, json.dumps(body).encode())
        return status, json.loads(answer)

    def lines(self, function: str, wanted, stack: str = "local") -> list[dict]:
        """Lines of a function's log that are wanted; waits until there is one."""
        found: list[dict] = []

        def some() -> bool:
            found[:] = [line for line in self.log(function, stack) if wanted(line)]
            return bool(found)

        self.until(some, f"a line of {function}")
        return found

    def log(self, function: str, stack: str = "local") -> list[dict]:
        """A function's log: every line of it is an object."""
        pages = self.client("logs").get_paginator("filter_log_events").paginate(logGroupName=f"/wavecast/{stack}/{function}")
        lines = (line for page in pages for event in page["events"] for line in event["message"].splitlines())
        return [json.loads(line) for line in lines if line.startswith("{")]

    def backup(self) -> list[dict]:
        """All entries of the table, as a restore would bring them back."""
        pages = self.client("dynamodb").get_paginator("scan").paginate(TableName=self.outputs["TableName"])
        return [item for page in pages for item in page["Items"]]

    def restore(self, entries: list[dict]) -> None:
        """Has the table hold these entries and no others."""
        dynamodb, table = self.client("dynamodb"), self.outputs["TableName"]
        kept = {(entry["pk"]["S"], entry["sk"]["S"]) for entry in entries}
        for entry in self.backup():
            if (entry["pk"]["S"], entry["sk"]["S"]) not in kept:
                dynamodb.delete_item(TableName=table, Key={"pk": entry["pk"], "sk": entry["sk"]})
        for entry in entries:
            dynamodb.put_item(TableName=table, Item=entry)

    @contextmanager
    def configured(self, function: str, timeout: int | None = None, **variables: str):
        """A function with other settings, for as long as the block lasts."""
        name = f"wavecast-local-{function}"
        client = self.client("lambda")
        before = client.get_function_configuration(FunctionName=name)
        environment = before["Environment"]["Variables"]
        try:
            client.update_function_configuration(
                FunctionName=name, Timeout=timeout or before["Timeout"],
                Environment={"Variables": {**environment, **variables}},
            )  # fmt: skip
            yield
        finally:
            client.update_function_configuration(
                FunctionName=name, Timeout=before["Timeout"], Environment={"Variables": environment}
            )

    @contextmanager
    def on_a_wire(self, function: str, timeout: int | None = None):
        """A wire between a function and AWS."""
        with Wire(os.environ["AWS_ENDPOINT_URL"]) as wire:
            with self.configured(function, timeout, AWS_ENDPOINT_URL=wire.url, AWS_ENDPOINT_URL_S3=wire.url):
                yield wire

    def kill(self, function: str) -> int:
        """Ends every process of a function at once, as a lost machine would; says how many there were.
        All of them are children of the emulator that this run started."""
        wanted = f"AWS_LAMBDA_FUNCTION_NAME=wavecast-local-{function}".encode()
        emulator = int((self.directory / "state/ministack.pid").read_text().split()[0])
        killed = 0
        for process in Path("/proc").glob("[0-9]*"):
            try:
                parent = int((process / "stat").read_text().rsplit(")", 1)[1].split()[1])
                if parent == emulator and wanted in (process / "environ").read_bytes().split(b"\0"):
                    os.kill(int(process.name), signal.SIGKILL)
                    killed += 1
            except OSError:
                # It ended by itself meanwhile.
                continue
        return killed


def ask(url: str, method: str = "GET", headers: dict | None = None, data: bytes | None = None):
    """Status, headers and body of an answer, whatever it is."""
    request = urllib.request.Request(url, method=method, headers=headers or {}, data=data)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as answer:
        return answer.code, answer.headers, answer.read()
