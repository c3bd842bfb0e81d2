"""People whom an issuer signs in, and workflows that exchange their tokens, on the deployed functions."""

import base64
import json
import os
import subprocess
import threading
import time
import uuid
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from application import BINARIES, Application
from place import Place, ask

# What the environment of a job holds for asking.
JOB_BEARER = "only-for-this-job"


def text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Key:
    """A key that signs tokens."""

    def __init__(self, name: str) -> None:
        self.name, self.secret = name, Ed25519PrivateKey.generate()

    def shown(self) -> dict:
        point = self.secret.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        return {"kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA", "kid": self.name, "x": text(point)}

    def sign(self, claims: dict, algorithm: str = "EdDSA") -> str:
        head = {"alg": algorithm, "typ": "JWT", "kid": self.name}
        said = ".".join(text(json.dumps(part).encode()) for part in (head, claims))
        return f"{said}.{text(self.secret.sign(said.encode())) if algorithm == 'EdDSA' else ''}"


class Issuer:
    """An issuer of people's tokens and of workflows', that agrees to every device; it can be down. As a
    context manager it ends with its block."""

    def __init__(self) -> None:
        self.key, self.down, self.asked = Key("one"), False, 0
        self.repository = "acme/shop"
        issuer = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_) -> None:
                pass

            def answer(self) -> None:
                sent = self.rfile.read(int(self.headers.get("content-length", 0))).decode()
                issuer.asked += 1
                told = None if issuer.down else issuer.told(urlsplit(self.path), self.headers, parse_qs(sent))
                body = json.dumps(told).encode()
                self.send_response(503 if issuer.down else 404 if told is None else 200)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_POST = answer

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def __enter__(self) -> "Issuer":
        return self

    def __exit__(self, *_) -> None:
        self.server.shutdown()
        self.server.server_close()

    def told(self, place, headers, form: dict) -> dict | None:
        match place.path:
            case "/.well-known/openid-configuration":
                return {
                    "issuer": self.url, "jwks_uri": f"{self.url}/keys", "token_endpoint": f"{self.url}/token",
                    "device_authorization_endpoint": f"{self.url}/device",
                }  # fmt: skip
            case "/keys":
                return {"keys": [self.key.shown()]}
            case "/device":
                return {
                    "device_code": "d", "user_code": "ADA-1", "verification_uri": f"{self.url}/yes",
                    "expires_in": 60, "interval": 1,
                }  # fmt: skip
            case "/token" if form.get("device_code") == ["d"]:
                return {"access_token": self.person(), "token_type": "Bearer", "expires_in": 300}
            case "/job" if headers.get("authorization") == f"Bearer {JOB_BEARER}":
                return {"value": self.job(parse_qs(place.query)["audience"][0])}
        return None

    def claims(self, **others) -> dict:
        now = int(time.time())
        said = {"iss": self.url, "aud": "wavecast", "sub": "ada-1", "name": "Ada", "iat": now, "exp": now + 300}
        return {**said, **others}

    def person(self, **others) -> str:
        return self.key.sign(self.claims(**others))

    def job(self, audience: str) -> str:
        run = {"repository": self.repository, "ref": "refs/heads/main", "run_id": "42"}
        return self.key.sign(self.claims(aud=audience, sub=f"repo:{self.repository}:ref:refs/heads/main", **run))


@contextmanager
def trusted(place: Place, issuer: Issuer, **others: str):
    """Control in new processes, which take an issuer's people and workflows."""
    named = {"WAVECAST_OIDC_ISSUER": issuer.url, "WAVECAST_WORKFLOW_ISSUERS": issuer.url}
    with place.configured("control", **named, **others):
        yield


def orgs(place: Place, token: str, method: str = "GET", body: dict | None = None):
    """Status and answer of the list of organizations, or of a new one."""
    headers = {"authorization": f"Bearer {token}", "content-type": "application/json"}
    data = None if body is None else json.dumps(body).encode()
    status, _, answer = ask(f"{place.api}/api/v1/orgs", method, headers, data)
    return status, json.loads(answer)


def refused(place: Place, token: str) -> str:
    """That a token isn't let in; why."""
    status, told = orgs(place, token)
    assert (status, told["type"]) == (401, "/problems/unauthenticated"), (status, told)
    assert token not in str(told), told
    return told["detail"]


def people(place: Place) -> None:
    """an issuer's people are let in, and nobody else; it is asked when somebody comes, and may be down"""
    name = f"signed-{uuid.uuid4().hex[:8]}"
    assert ask(f"{place.api}/api/sign-in")[0] == 404, "nobody signs in unless it is said"
    with Issuer() as issuer, Issuer() as other:
        with trusted(place, issuer):
            status, _, answer = ask(f"{place.api}/api/sign-in")
            told = json.loads(answer)
            assert (status, told["issuer"], told["client"]) == (200, issuer.url, "wavecast-cli"), answer
            assert orgs(place, place.token)[0] == 200
            assert issuer.asked == 0, "no start and no token of ours asks an issuer"
            ada = issuer.person()
            assert orgs(place, ada, "POST", {"name": name})[0] == 201
            assert [org["name"] for org in orgs(place, ada)[1]["items"]] == [name]
            # Somebody else of that issuer is somebody else here.
            assert orgs(place, issuer.person(sub="grace-1"))[1]["items"] == []
            now = int(time.time())
            assert "another audience" in refused(place, issuer.person(aud="elsewhere"))
            assert "expired" in refused(place, issuer.person(exp=now - 60))
            assert "another issuer" in refused(place, issuer.key.sign(issuer.claims(iss=other.url)))
            assert "signature" in refused(place, other.key.sign(issuer.claims()))
            assert "isn't accepted" in refused(place, issuer.key.sign(issuer.claims(), "none"))
            assert other.asked == 0, "a token names no issuer of its own choice"
            issuer.down = True
            assert orgs(place, issuer.person())[0] == 200, "a known key goes on"
        with trusted(place, issuer):
            status, told = orgs(place, ada)
            assert (status, told["type"]) == (503, "/problems/issuer-unavailable"), told
    assert "isn't known" in refused(place, ada)


def roles(place: Place) -> None:
    """claims give the roles that the deployment's text says, and a slip in it lets nobody in"""
    name = f"roles-{uuid.uuid4().hex[:8]}"
    assert orgs(place, place.token, "POST", {"name": name})[0] == 201
    row = f'[[role]]\nclaim = "groups"\nvalue = "/admins"\norg = "{name}"\nrole = "admin"\n'
    with Issuer() as issuer:
        with trusted(place, issuer, WAVECAST_OIDC_ROLES_TOML=row):
            listed = lambda groups: [org["name"] for org in orgs(place, issuer.person(groups=groups))[1]["items"]]  # noqa: E731
            assert listed(["/admins"]) == [name]
            assert listed(["/Admins", "/admins/"]) == []
        with trusted(place, issuer, WAVECAST_OIDC_ROLES_TOML=f"{row}\nrole"):
            assert ask(f"{place.api}/healthz")[0] >= 500
    assert ask(f"{place.api}/healthz")[0] == 200


def login(place: Place) -> None:
    """`wavecast login` signs in at the issuer that the deployed API names"""
    name = f"login-{uuid.uuid4().hex[:8]}"
    with Issuer() as issuer, trusted(place, issuer):
        home = place.directory / name
        home.mkdir()
        environment = {key: value for key, value in os.environ.items() if not key.startswith("WAVECAST_")}
        environment |= {"WAVECAST_URL": place.api, "XDG_STATE_HOME": str(home)}

        def run(*words: str) -> str:
            command = [BINARIES / "wavecast", *words]
            done = subprocess.run(command, env=environment, cwd=home, capture_output=True, text=True, timeout=60)
            assert done.returncode == 0, done.stderr
            return done.stdout

        assert "signed in" in run("login")
        run("org", "create", name)
        assert "Ada" in run("org", "member", "list", "--org", name)


def workflows(place: Place) -> None:
    """a job exchanges its token by a rule, and ships; one of another repository, or for another server, doesn't"""
    application = Application(place, "workflow")
    with Issuer() as issuer, trusted(place, issuer):
        application.cli("account", "set", "ci", "--grant", "shop=write")
        rule = ["--account", "ci", "--repository", "acme/shop", "--ref", "refs/heads/main", "--issuer", issuer.url]
        application.cli("trust", "set", "main-branch", *rule)
        job = {"ACTIONS_ID_TOKEN_REQUEST_URL": f"{issuer.url}/job?api-version=2.0", "ACTIONS_ID_TOKEN_REQUEST_TOKEN": JOB_BEARER}
        known = {key: value for key, value in os.environ.items() if not key.startswith("WAVECAST_")}

        def exchange(*words: str):
            command = [BINARIES / "wavecast", "token", "exchange", "--account", "ci", *words]
            environment = {**known, **job, "WAVECAST_URL": place.api}
            return subprocess.run(command, env=environment, cwd=application.home, capture_output=True, text=True, timeout=60)

        done = exchange()
        assert done.returncode == 0 and done.stdout.startswith("wcs_"), done.stderr
        token = application.home / "exchanged"
        token.write_text(done.stdout)
        application.ship("1.0.0", "--token-file", str(token))
        assert application.device() == "1.0.0"
        for audience in ("https://elsewhere.example", f"{place.api}/"):
            done = exchange("--audience", audience)
            assert done.returncode != 0 and "another audience" in done.stderr, done.stderr
        issuer.repository = "mallory/shop"
        done = exchange()
        assert done.returncode != 0 and "no rule" in done.stderr, done.stderr


CHECKS = [people, roles, login, workflows]
