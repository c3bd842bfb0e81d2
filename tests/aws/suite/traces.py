"""Traces, as a collector beside a function gets them."""

import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from line import shipped
from place import Place

# `SPAN_KIND_*` of OpenTelemetry.
SERVER, CLIENT = 2, 3


class Collector:
    """Takes traces as OpenTelemetry's specification of OTLP over HTTP, in JSON, has it; refuses all else."""

    def __init__(self) -> None:
        self.spans: list[dict] = []
        self.refused: list[str] = []
        collector = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_) -> None:
                pass

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                try:
                    assert (self.path, self.headers["content-type"]) == ("/v1/traces", "application/json"), self.path
                    collector.spans.extend(spans(json.loads(body)))
                    status, answer = 200, b'{"partialSuccess":{}}'
                except (AssertionError, KeyError, ValueError) as wrong:
                    collector.refused.append(f"{wrong!r}: {body!r}")
                    status, answer = 400, b"{}"
                self.send_response(status)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def __enter__(self) -> "Collector":
        return self

    def __exit__(self, *_) -> None:
        self.server.shutdown()
        self.server.server_close()


def spans(request: dict) -> list[dict]:
    """The spans of an ExportTraceServiceRequest, each with the service that sent it."""
    found = []
    for resource in request["resourceSpans"]:
        service = attributes(resource["resource"])["service.name"]
        for scope in resource["scopeSpans"]:
            assert scope["scope"]["name"] == "wavecast", scope
            for span in scope["spans"]:
                # Ids are hex in this JSON, and never nothing; 64-bit numbers are text.
                assert re.fullmatch("[0-9a-f]{32}", span["traceId"]) and set(span["traceId"]) != {"0"}, span
                assert re.fullmatch("[0-9a-f]{16}", span["spanId"]) and set(span["spanId"]) != {"0"}, span
                assert re.fullmatch("[0-9a-f]{16}", span["parentSpanId"]), span
                assert span["name"] and span["kind"] in range(1, 6), span
                begun, ended = span["startTimeUnixNano"], span["endTimeUnixNano"]
                assert isinstance(begun, str) and isinstance(ended, str) and 0 < int(begun) <= int(ended), span
                found.append({**span, "service": service, "attributes": attributes(span)})
    return found


def attributes(of: dict) -> dict[str, str]:
    return {one["key"]: one["value"]["stringValue"] for one in of["attributes"]}


def is_of_call(line: dict, request: str) -> bool:
    """Whether a line of the log was written within the call of a request."""
    span = line.get("span", {})
    return span.get("request") == request and "trace" in span


def begun_by(line: dict) -> tuple[str, dict[str, str]]:
    """The trace of a line's call, and how Lambda told it: Root=1-{8 hex}-{24 hex};Parent={16 hex};Sampled=1."""
    begun = dict(part.split("=", 1) for part in line["span"]["trace"].split(";"))
    return begun["Root"].removeprefix("1-").replace("-", "", 1), begun


def traced(place: Place) -> None:
    """a collector gets each call with its calls of AWS, in the trace that Lambda began, before the answer"""
    application, release, shares = shipped(place, "traced")
    given = f"given-{application.org}"
    headers = {"authorization": f"Bearer {place.token}", "content-type": "application/json", "x-request-id": given}
    path = f"/orgs/{application.org}/apps/shop/releases/{release}/ramp"
    with Collector() as collector:
        # A function gives up on a collector soon, and this one shares its machine with other suites.
        named = {"OTEL_EXPORTER_OTLP_ENDPOINT": collector.url, "OTEL_EXPORTER_OTLP_TIMEOUT": "10000"}
        with place.configured("control", **named), place.configured("publisher", **named):
            status, told = place.post(path, {"to": next(shares)}, headers)
            assert status == 200, told
            # Nothing of a function runs after its answer: what it sends is here by now.
            got = list(collector.spans)
            # The other publisher, which the stream rings, may still be at work, and have written the edge.
            place.until(
                lambda: any(span["name"] == "S3.PutObject" for span in collector.spans),
                "no publisher's trace has a write of the edge",
            )
    assert not collector.refused, collector.refused
    # The stream rings another publisher, which may still be at work; either writes what the other sealed, and
    # all read the table.
    for function, work in (("control", "DynamoDB.TransactWriteItems"), ("publisher", "DynamoDB.TransactGetItems")):
        lines = place.lines(function, lambda line: is_of_call(line, given))
        ended = {span["traceId"] for span in got if span["name"] == "call"}
        told = [one for one in map(begun_by, lines) if one[0] in ended]
        assert told, f"no trace of {function} had ended when it was answered"
        trace, begun = told[0]
        mine = [span for span in got if span["traceId"] == trace]
        assert {span["service"] for span in mine} == {f"wavecast-local-{function}"}, mine
        calls = [span for span in mine if span["name"] == "call"]
        assert [(one["kind"], one["parentSpanId"], one["attributes"]["request"]) for one in calls] == [
            (SERVER, begun["Parent"], given)
        ], calls
        known = {span["spanId"] for span in mine}
        assert all(span["parentSpanId"] in known for span in mine if span["name"] != "call"), mine
        assert work in {span["name"] for span in mine if span["kind"] == CLIENT}, [span["name"] for span in mine]
        assert all("wct_" not in str(span) for span in mine)


CHECKS = [traced]
