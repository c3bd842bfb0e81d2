"""What is for LocalStack, as far as it can be tried without Docker."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import yaml

from place import TOP, Place, ask


def init(home: Path) -> str:
    """Runs the init script against the emulator, as LocalStack would against itself."""
    endpoint = os.environ["AWS_ENDPOINT_URL"]
    told = {
        "WAVECAST_AWS": str(Path(sys.executable).parent / "aws"),
        "WAVECAST_HOME": str(home),
        "WAVECAST_ENDPOINT": endpoint,
        "WAVECAST_ENDPOINT_S3": endpoint,
    }
    script = TOP / "localstack/init/10-wavecast.sh"
    done = subprocess.run([script], env={**os.environ, **told}, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def prepared(place: Place) -> Path:
    """A folder as the compose file makes it in the container."""
    home = place.directory / "home"
    (home / "out").mkdir(parents=True)
    for name in ("template.json", "token"):
        (home / name).symlink_to(TOP / "localstack" / name)
    (home / "functions").symlink_to(TOP / "target/lambda")
    return home


def file(place: Place) -> None:
    """docker-compose reads the compose file; all it mounts is there or is built"""
    tool = ["docker-compose"] if shutil.which("docker-compose") else ["docker", "compose"]
    command = [*tool, "-f", TOP / "localstack/docker-compose.yml", "config"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    services = yaml.safe_load(done.stdout)["services"]
    assert set(services) == {"localstack", "edge"}, services
    for service in services.values():
        assert ":" in service["image"] and not service["image"].endswith(":latest"), service["image"]
        # Nothing of it is offered to the network.
        hosts = [port["host_ip"] if isinstance(port, dict) else port.split(":")[0] for port in service["ports"]]
        assert hosts and set(hosts) == {"127.0.0.1"}, service["ports"]
        for mount in service["volumes"]:
            source = mount["source"] if isinstance(mount, dict) else mount.split(":")[0]
            built = any(part in source for part in ("/target/", "/.wavecast/"))
            assert not source.startswith(str(TOP)) or built or Path(source).exists(), source


def script(place: Place) -> None:
    """the init script deploys everything, leaves a profile, and changes nothing when it runs again"""
    home = prepared(place)
    init(home)
    token = (home / "out/token").read_text()
    profile = (home / "out/wavecast.toml").read_text()
    assert "lambda-url" in profile and 'token_file = "token"' in profile, profile
    assert "No changes to deploy" in init(home)
    assert (home / "out/token").read_text() == token
    assert (home / "out/wavecast.toml").read_text() == profile


def resources(place: Place) -> None:
    """every resource of the template for LocalStack is there"""
    template = json.loads((TOP / "localstack/template.json").read_text())["Resources"]
    wanted = {name for name, resource in template.items() if "Condition" not in resource}
    pages = place.client("cloudformation").get_paginator("list_stack_resources").paginate(StackName="wavecast-localstack")
    states = {one["LogicalResourceId"]: one["ResourceStatus"] for page in pages for one in page["StackResourceSummaries"]}
    assert wanted <= set(states), wanted - set(states)
    assert all(state in ("CREATE_COMPLETE", "UPDATE_COMPLETE") for state in states.values()), states


def url(place: Place) -> None:
    """control answers at its function URL as behind the HTTP API"""
    profile = (place.directory / "home/out/wavecast.toml").read_text()
    name = profile.split("://")[1].split("\"")[0].split(".")[0]
    base = f"{os.environ['AWS_ENDPOINT_URL']}/_aws/lambda-url/{name}"
    token = (place.directory / "home/out/token").read_text()
    status, _, answer = ask(f"{base}/api/v1/orgs?limit=1", headers={"authorization": f"Bearer {token}"})
    assert (status, json.loads(answer)["items"]) == (200, []), (status, answer)
    assert ask(f"{base}/api/v1/orgs")[0] == 401


def rule(place: Place) -> None:
    """its rule wakes the scheduler"""
    place.lines("scheduler", lambda line: line.get("message") == "tick", stack="localstack")


CHECKS = [file, script, resources, url, rule]
