"""Other ways to deploy the same, and the end of it."""

import os
import shutil
import subprocess

from place import TOP, Place


def sam(place: Place) -> None:
    """SAM packages and deploys the committed template of dev, with the functions that it names"""
    # As the repository is laid out, so that paths in the template lead to these functions.
    home = place.directory / "sam"
    shutil.copytree(TOP / "infra", home / "infra")
    shutil.copy(TOP / "samconfig.toml", home)
    # They are packed and not run: the template of dev is for arm64.
    for name in ("control", "publisher", "keys", "scheduler"):
        package = home / "target/lambda" / name
        package.mkdir(parents=True)
        (package / "bootstrap").write_text("#!/bin/sh\n")
        (package / "bootstrap").chmod(0o755)
    place.client("s3").create_bucket(Bucket="wavecast-sam")
    venv = subprocess.run([TOP / "localstack/venv", "infra"], check=True, capture_output=True, text=True).stdout.strip()
    # Its own bucket: the one that SAM makes needs a transform that this emulator lacks.
    command = [
        f"{venv}/bin/sam", "deploy", "--config-env", "dev", "--no-confirm-changeset",
        "--no-resolve-s3", "--s3-bucket", "wavecast-sam",
    ]
    environment = {**os.environ, "SAM_CLI_TELEMETRY": "0"}
    done = subprocess.run(command, cwd=home, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    made = place.client("lambda").get_function_configuration(FunctionName="wavecast-dev-control")
    assert (made["Architectures"], made["Runtime"]) == (["arm64"], "provided.al2023"), made
    stack = place.client("cloudformation").describe_stacks(StackName="wavecast-dev")["Stacks"][0]
    assert stack["StackStatus"] == "CREATE_COMPLETE", stack


def destroyed(place: Place) -> None:
    """a stage that keeps nothing is destroyed whole, once its buckets are empty"""
    outputs = place.outputs
    for bucket in (outputs["EdgeBucket"], outputs["IngestBucket"]):
        for page in place.client("s3").get_paginator("list_object_versions").paginate(Bucket=bucket):
            for one in page.get("Versions", []) + page.get("DeleteMarkers", []):
                place.client("s3").delete_object(Bucket=bucket, Key=one["Key"], VersionId=one["VersionId"])
    app = place.directory / "state/cdk.out"
    command = ["npx", "--no-install", "cdk", "destroy", "--force", "--app", app, "--all", "--no-notices", "--ci"]
    done = subprocess.run(command, cwd=TOP / "cdk", capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert outputs["TableName"] not in place.client("dynamodb").list_tables()["TableNames"]
    left = [function["FunctionName"] for function in place.client("lambda").list_functions()["Functions"]]
    assert not [name for name in left if name.startswith("wavecast-local-")], left


CHECKS = [sam, destroyed]
