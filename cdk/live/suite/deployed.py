"""A deployed stage, and how to ask it."""

import time
import urllib.error
import urllib.request

import boto3
from botocore.exceptions import ClientError

# Everything that is written lies below this, which no application is named.
FOLDER = "live/check/stable"


class Deployed:
    def __init__(self, stage: str) -> None:
        self.stage = stage
        stack = boto3.client("cloudformation").describe_stacks(StackName=f"wavecast-{stage}")["Stacks"][0]
        self.outputs = {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}
        self.bucket = self.outputs["EdgeBucket"]
        # A name that no cache has heard of.
        self.name = f"{int(time.time())}.targets.json"

    def client(self, service: str):
        return boto3.client(service)

    def role(self, function: str) -> str:
        """The ARN of a function's role."""
        name = f"wavecast-{self.stage}-{function}"
        return self.client("lambda").get_function_configuration(FunctionName=name)["Role"]

    def clear(self) -> None:
        """Removes all versions of what was written."""
        for page in self.client("s3").get_paginator("list_object_versions").paginate(Bucket=self.bucket, Prefix="live/check/"):
            for one in page.get("Versions", []) + page.get("DeleteMarkers", []):
                self.client("s3").delete_object(Bucket=self.bucket, Key=one["Key"], VersionId=one["VersionId"])


def refused(call, **arguments) -> None:
    """Asserts that AWS denies a call."""
    try:
        call(**arguments)
    except ClientError as error:
        assert "AccessDenied" in error.response["Error"]["Code"], error
        return
    raise AssertionError("it was allowed")


def ask(url: str, headers: dict | None = None):
    """Status, headers and body of an answer, whatever it is."""
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers or {}), timeout=30) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as answer:
        return answer.code, answer.headers, answer.read()
