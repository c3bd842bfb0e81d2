"""The stack of cdk/, stage local."""

import hashlib
import json
import subprocess
import urllib.parse

from application import Application
from place import TOP, Place, ask


def table(place: Place) -> None:
    """the table has its keys, indexes and stream"""
    found = place.client("dynamodb").describe_table(TableName=place.outputs["TableName"])["Table"]
    keys = {key["KeyType"]: key["AttributeName"] for key in found["KeySchema"]}
    assert keys == {"HASH": "pk", "RANGE": "sk"}, keys
    indexes = {
        index["IndexName"]: ([key["AttributeName"] for key in index["KeySchema"]], index["Projection"]["ProjectionType"])
        for index in found["GlobalSecondaryIndexes"]
    }
    assert indexes == {"due": (["due", "due_at"], "KEYS_ONLY"), "by-group": (["by", "by_at"], "ALL")}, indexes
    assert found["StreamSpecification"] == {"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"}
    assert found["BillingModeSummary"]["BillingMode"] == "PAY_PER_REQUEST"


def buckets(place: Place) -> None:
    """both buckets are private and versioned"""
    s3 = place.client("s3")
    for name in ("EdgeBucket", "IngestBucket"):
        bucket = place.outputs[name]
        assert s3.get_bucket_versioning(Bucket=bucket)["Status"] == "Enabled"
        block = s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"]
        assert all(block.values()), block


def key(place: Place) -> None:
    """the sealing key is multi-Region, and opens a seed only in its context"""
    kms = place.client("kms")
    name = place.outputs["SealingKey"]
    assert kms.describe_key(KeyId=name)["KeyMetadata"]["MultiRegion"] is True
    context = {"org": "acme", "app": "lamp", "channel": "stable", "role": "targets"}
    sealed = kms.encrypt(KeyId=name, Plaintext=b"seed", EncryptionContext=context)["CiphertextBlob"]
    assert kms.decrypt(CiphertextBlob=sealed, EncryptionContext=context)["Plaintext"] == b"seed"
    try:
        kms.decrypt(CiphertextBlob=sealed, EncryptionContext={**context, "role": "root"})
    except kms.exceptions.InvalidCiphertextException:
        return
    raise AssertionError("it was opened in another context")


def api(place: Place) -> None:
    """every path and method of the API reaches control, which answers problems as on one machine"""
    for method, path, token, status, kind in (
        ("GET", "/healthz", None, 200, None),
        ("GET", "/readyz", None, 200, None),
        ("GET", "/api/v1/orgs?limit=1", place.token, 200, None),
        ("GET", "/api/v1/orgs", None, 401, "unauthenticated"),
        ("POST", "/api/v1/orgs", f"{place.token}x", 401, "unauthenticated"),
        ("POST", "/api/v1/orgs", place.token, 400, "malformed"),
        ("DELETE", "/api/v1/orgs", place.token, 405, "no-method"),
        ("GET", "/nowhere", None, 404, "no-route"),
    ):
        headers = {"x-request-id": "given-1", "content-type": "application/json"}
        headers |= {"authorization": f"Bearer {token}"} if token else {}
        body = b'{"nonsense":1}' if method == "POST" else None
        got, answered, answer = ask(place.api + path, method, headers, body)
        assert got == status, (method, path, got, answer)
        assert answered["x-request-id"] == "given-1", answered
        if kind is not None:
            told = json.loads(answer)
            assert answered["content-type"] == "application/problem+json", answered
            assert (told["type"], told["request_id"]) == (f"/problems/{kind}", "given-1"), told


def environment(place: Place) -> None:
    """functions are told names, and no secret"""
    for function in ("control", "publisher", "keys", "scheduler"):
        found = place.client("lambda").get_function_configuration(FunctionName=f"wavecast-local-{function}")
        told = found["Environment"]["Variables"]
        assert told["WAVECAST_TABLE"] == place.outputs["TableName"]
        assert told["WAVECAST_EDGE_URL"] == place.edge
        assert told["WAVECAST_PUBLISHER"] == "wavecast-local-publisher"
        for of_control in ("WAVECAST_TOKEN_SECRET", "WAVECAST_OIDC_ISSUER"):
            assert (of_control in told) == (function == "control"), told
        # What tokens of workflows must be for.
        assert told.get("WAVECAST_PUBLIC_URL", place.api) == place.api, told
        assert not any("wct_" in value or "sha256" in value for value in told.values()), told


def tokens(place: Place) -> None:
    """the secret holds the hash of the token, and not the token"""
    value = place.client("secretsmanager").get_secret_value(SecretId=place.outputs["TokenSecret"])["SecretString"]
    known = json.loads(value)
    assert place.token not in value
    assert known["tokens"][0]["sha256"] == hashlib.sha256(place.token.encode()).hexdigest(), known


def edge(place: Place) -> None:
    """the CDN shows what is in the edge bucket with CORS, and a tiny 404 for what isn't"""
    body = b'{"signed":{}}\n'
    place.client("s3").put_object(
        Bucket=place.outputs["EdgeBucket"], Key="acme/lamp/stable/latest.ndjson", Body=body,
        ContentType="text/plain", CacheControl="max-age=0, s-maxage=30, stale-if-error=1209600", IfNoneMatch="*")
    status, headers, answer = ask(place.edge + "/acme/lamp/stable/latest.ndjson", headers={"origin": "https://app.example"})
    assert (status, answer) == (200, body), (status, answer)
    assert headers["cache-control"] == "max-age=0, s-maxage=30, stale-if-error=1209600"
    assert headers["access-control-allow-origin"] == "*" and "ETag" in headers["access-control-expose-headers"]
    status, _, _ = ask(place.edge + "/acme/lamp/stable/latest.ndjson", headers={"if-none-match": headers["etag"]})
    assert status == 304, status
    status, headers, answer = ask(place.edge + "/acme/lamp/stable/2.root.json")
    assert (status, answer, headers["cache-control"]) == (404, b"not found\n", "max-age=5"), (status, answer)


def tick(place: Place) -> None:
    """the schedule wakes the scheduler, which measures what the alarms read"""
    place.lines("scheduler", lambda line: line.get("message") == "tick")
    measured = place.lines("scheduler", lambda line: "_aws" in line)[0]
    metrics = measured["_aws"]["CloudWatchMetrics"][0]
    assert (metrics["Namespace"], metrics["Dimensions"], measured["stage"]) == ("Wavecast", [["stage"]], "local")
    names = {metric["Name"] for metric in metrics["Metrics"]}
    assert {"OldestPendingSeconds", "FencedChannels", "OverdueRenewals"} <= names and names <= measured.keys(), measured


def queues(place: Place) -> None:
    """what is queued reaches the publisher: a renewal, and paths that the CDN forgets"""
    application = Application(place, "queued")
    found = place.client("lambda").get_function_configuration(FunctionName="wavecast-local-publisher")
    told = found["Environment"]["Variables"]

    def send(queue: str, message: dict) -> None:
        body = json.dumps({"v": 1, **message})
        place.client("sqs").send_message(QueueUrl=told[f"WAVECAST_{queue}_QUEUE"], MessageBody=body)

    # A message's own id: the stream and the ticks have the same channel published.
    given = f"queued-{application.org}"
    send("RENEWALS", {"wake": "renew", "scope": application.scope, "correlation": given})
    lines = place.lines("publisher", lambda line: line.get("span", {}).get("request") == given)
    assert [(line["message"], line["scope"]) for line in lines] == [("published", application.scope)], lines
    path = f"/{application.scope}/latest.ndjson?{application.org}"
    send("INVALIDATIONS", {"wake": "invalidate", "paths": [path]})

    def forgotten() -> bool:
        cloudfront, distribution = place.client("cloudfront"), place.outputs["Distribution"]
        listed = cloudfront.list_invalidations(DistributionId=distribution)["InvalidationList"].get("Items", [])
        found = (cloudfront.get_invalidation(DistributionId=distribution, Id=one["Id"]) for one in listed)
        return any(path in one["Invalidation"]["InvalidationBatch"]["Paths"]["Items"] for one in found)

    place.until(forgotten, "the invalidation")


def powers(place: Place) -> None:
    """each role carries its own powers, and no policy of AWS's"""
    iam = place.client("iam")
    functions = place.client("lambda")
    for name in ("control", "publisher", "keys", "scheduler"):
        role = functions.get_function_configuration(FunctionName=f"wavecast-local-{name}")["Role"].rsplit("/", 1)[1]
        assert iam.list_attached_role_policies(RoleName=role)["AttachedPolicies"] == []
        assert len(iam.list_role_policies(RoleName=role)["PolicyNames"]) == 1, name


def watched(place: Place) -> None:
    """alarms and dashboard are there"""
    template = json.loads((place.directory / "state/cdk.out/wavecast-local.template.json").read_text())
    # Those with a condition are made in us-east-1 alone.
    wanted = {
        resource["Properties"]["AlarmName"]
        for resource in template["Resources"].values()
        if resource["Type"] == "AWS::CloudWatch::Alarm" and "Condition" not in resource
    }
    cloudwatch = place.client("cloudwatch")
    alarms = cloudwatch.describe_alarms(AlarmNamePrefix="wavecast-local-")["MetricAlarms"]
    assert len(wanted) == 21 and wanted <= {alarm["AlarmName"] for alarm in alarms}, alarms
    assert all("docs/runbooks/" in alarm["AlarmDescription"] for alarm in alarms)
    cloudwatch.get_dashboard(DashboardName="wavecast-local")


def again(place: Place) -> None:
    """bringing it up once more changes nothing, and keeps the token"""
    port = lambda url: str(urllib.parse.urlsplit(url).port)  # noqa: E731
    env = (place.directory / "state/env").read_text()
    emulator = env.split("AWS_ENDPOINT_URL=")[1].split()[0]
    up = [
        TOP / "localstack/up", "--dir", place.directory / "state", "--packages", TOP / "target/lambda",
        "--port", port(emulator), "--api-port", port(place.api), "--edge-port", port(place.edge),
    ]
    subprocess.run(up, check=True, capture_output=True)
    assert "(no changes)" in (place.directory / "state/deploy.log").read_text()
    assert (place.directory / "state/token").read_text() == place.token
    assert ask(place.edge + "/acme/lamp/stable/latest.ndjson")[0] == 200


CHECKS = [table, buckets, key, api, environment, tokens, edge, queues, tick, powers, watched, again]
