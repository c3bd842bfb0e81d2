"""What lies between the functions and the emulator: it passes everything on, unless it is told not to.

Functions reach it by their AWS_ENDPOINT_URL. Every write is a place where a process may die, and every
call one where AWS may throttle it, or never answer.
"""

import http.client
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

# Longer than any attempt of a client waits.
FOREVER_SECONDS = 60
# What changes something that outlives the process: entries, objects, and what the CDN forgets.
WRITES = {
    "dynamodb:TransactWriteItems", "dynamodb:PutItem",
    "s3:PutObject", "s3:DeleteObject", "cloudfront:CreateInvalidation",
}  # fmt: skip
TARGETS = {"DynamoDB_20120810": "dynamodb", "TrentService": "kms", "AmazonSQS": "sqs", "secretsmanager": "secretsmanager"}


def operation(method: str, path: str, headers) -> str:
    """The call, such as dynamodb:TransactWriteItems."""
    service, _, name = headers.get("x-amz-target", "").partition(".")
    if name:
        return f"{TARGETS.get(service, service)}:{name}"
    if "/functions/" in path:
        return "lambda:Invoke"
    if "/distribution/" in path:
        return "cloudfront:CreateInvalidation"
    return {"PUT": "s3:PutObject", "DELETE": "s3:DeleteObject", "POST": "s3:Post", "HEAD": "s3:HeadObject"}.get(
        method, "s3:GetObject"
    )


class Fault:
    """What happens to some calls."""

    def __init__(self, service: str, times: int, status: int = 0, code: str = "", seconds: float = 0) -> None:
        self.service, self.left, self.status, self.code, self.seconds = service, times, status, code, seconds
        self.met = 0

    def takes(self, name: str) -> bool:
        if self.left == 0 or not name.startswith(self.service):
            return False
        self.left -= 1
        self.met += 1
        return True


class Server(ThreadingHTTPServer):
    def handle_error(self, request, client_address) -> None:
        """Whoever is killed leaves its connections: that is what the wire is for."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class Wire:
    """One wire. As a context manager it ends with its block."""

    def __init__(self, upstream: str) -> None:
        self.upstream = urlsplit(upstream)
        self.lock = threading.Lock()
        self.clear()
        wire = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_) -> None:
                pass

            def answer(self) -> None:
                wire.carry(self)

            do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = answer

        self.server = Server(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def __enter__(self) -> "Wire":
        return self

    def __exit__(self, *_) -> None:
        self.clear()
        self.server.shutdown()
        self.server.server_close()

    def clear(self) -> None:
        """Passes everything on from now on, and forgets what it saw."""
        with self.lock:
            self.calls: list[str] = []
            self.writes = 0
            self.faults: list[Fault] = []
            self.cut = None

    def plan(self, fault: Fault) -> Fault:
        self.faults.append(fault)
        return fault

    def cut_at(self, write: int, landed: bool, then) -> None:
        """At this write, counted from 0, `then` is called, before it is passed on or after it; it and
        all that comes later gets no answer: its connection ends."""
        with self.lock:
            self.writes = 0
            self.cut = (write, landed, then, 0)

    def silence_at(self, write: int) -> None:
        """Passes this write on, and from then on answers nothing: whoever waits, waits."""
        with self.lock:
            self.writes = 0
            self.cut = (write, True, lambda: None, FOREVER_SECONDS)

    def carry(self, request: BaseHTTPRequestHandler) -> None:
        body = request.rfile.read(int(request.headers.get("content-length", 0)))
        name = operation(request.command, request.path, request.headers)
        with self.lock:
            self.calls.append(name)
            number = self.writes
            if name in WRITES:
                self.writes += 1
            cut = self.cut
            fault = next((fault for fault in self.faults if fault.takes(name)), None)
        if cut is not None and number >= cut[0] and (name in WRITES or number > cut[0]):
            write, landed, then, seconds = cut
            if number == write and landed:
                self.forward(request, body)
            if number == write:
                then()
            time.sleep(seconds)
            self.drop(request)
        elif fault is None:
            self.reply(request, self.forward(request, body))
        elif fault.seconds:
            time.sleep(fault.seconds)
            self.drop(request)
        else:
            self.refuse(request, fault)

    def forward(self, request: BaseHTTPRequestHandler, body: bytes):
        onward = http.client.HTTPConnection(self.upstream.hostname, self.upstream.port, timeout=FOREVER_SECONDS)
        try:
            # Headers as they were signed, Host included.
            onward.putrequest(request.command, request.path, skip_host=True, skip_accept_encoding=True)
            for header, value in request.headers.items():
                if header.lower() != "connection":
                    onward.putheader(header, value)
            onward.endheaders(body)
            answer = onward.getresponse()
            return answer.status, answer.getheaders(), answer.read()
        finally:
            onward.close()

    def reply(self, request: BaseHTTPRequestHandler, answer) -> None:
        status, headers, body = answer
        try:
            request.send_response_only(status)
            for header, value in headers:
                if header.lower() not in ("content-length", "transfer-encoding", "connection"):
                    request.send_header(header, value)
            length = dict((name.lower(), value) for name, value in headers).get("content-length", str(len(body)))
            request.send_header("content-length", length if request.command == "HEAD" else str(len(body)))
            request.end_headers()
            request.wfile.write(body)
        except OSError:
            # Whoever asked is gone.
            request.close_connection = True

    def refuse(self, request: BaseHTTPRequestHandler, fault: Fault) -> None:
        if fault.service.startswith("s3"):
            body = f"<Error><Code>{fault.code}</Code><Message>planned</Message></Error>".encode()
            headers = [("content-type", "application/xml")]
        else:
            body = f'{{"__type":"{fault.code}","message":"planned"}}'.encode()
            headers = [("content-type", "application/x-amz-json-1.0")]
        self.reply(request, (fault.status, headers, body))

    def drop(self, request: BaseHTTPRequestHandler) -> None:
        """No answer: the connection ends."""
        request.close_connection = True
