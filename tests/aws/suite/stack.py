"""The stack of cdk/, stage local."""

import hashlib
import json
import subprocess
import urllib.parse

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
    """every path and method of the API reaches control, with body and headers as they were sent"""
    for method, path, body in (("GET", "/api/v1/orgs?limit=1", None), ("POST", "/api/v1/orgs", b'{"name":"acme"}')):
        status, _, answer = ask(place.api + path, method, {"authorization": "Bearer wct_x"}, body)
        assert status == 200, (status, answer)
        event = json.loads(answer)["event"]
        assert event["version"] == "2.0" and event["requestContext"]["http"]["method"] == method, event
        assert event["rawPath"] == path.split("?")[0] and event["headers"]["authorization"] == "Bearer wct_x"
        assert method == "GET" or "acme" in event["body"] or event["isBase64Encoded"], event


def environment(place: Place) -> None:
    """control is told names, and no secret"""
    _, _, answer = ask(place.api + "/environment")
    told = json.loads(answer)["environment"]
    assert told["WAVECAST_TABLE"] == place.outputs["TableName"]
    assert told["WAVECAST_EDGE_URL"] == place.edge
    assert told["WAVECAST_PUBLISHER"] == "wavecast-local-publisher"
    assert told["WAVECAST_TOKEN_SECRET"] == place.outputs["TokenSecret"]
    assert not any("wct_" in value for value in told.values()), told


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
    """the schedule wakes the scheduler"""
    place.event("scheduler", lambda event: event == {"v": 1, "wake": "tick"})


def queues(place: Place) -> None:
    """what is queued reaches the publisher"""
    control = json.loads(ask(place.api + "/environment")[2])["environment"]
    for name in ("RENEWALS", "INVALIDATIONS"):
        place.client("sqs").send_message(QueueUrl=control[f"WAVECAST_{name}_QUEUE"], MessageBody=f'{{"v":1,"wake":"{name}"}}')
        place.event("publisher", lambda event, name=name: name in json.dumps(event.get("Records", [])))


def stream(place: Place) -> None:
    """an insert of a wanted publication reaches the publisher by keys alone; nothing else does"""
    dynamodb = place.client("dynamodb")

    def put(pk: str, body: str) -> None:
        item = {"pk": {"S": pk}, "sk": {"S": "1"}, "body": {"S": body}}
        dynamodb.put_item(TableName=place.outputs["TableName"], Item=item)

    put("A#acme/lamp", "state")
    put("P#acme/lamp/stable", "wanted")
    put("P#acme/lamp/stable", "published")
    put("P#acme/lamp/beta", "wanted")

    def keys(event: dict) -> list[str]:
        records = [record for record in event.get("Records", []) if record.get("eventSource") == "aws:dynamodb"]
        assert all("NewImage" not in record["dynamodb"] for record in records), records
        return [record["dynamodb"]["Keys"]["pk"]["S"] for record in records]

    place.event("publisher", lambda event: "P#acme/lamp/beta" in keys(event))
    seen = [key for event in place.events("publisher") for key in keys(event)]
    assert sorted(seen) == ["P#acme/lamp/beta", "P#acme/lamp/stable"], seen


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
    assert len(wanted) == 20 and wanted <= {alarm["AlarmName"] for alarm in alarms}, alarms
    assert all("docs/runbooks/" in alarm["AlarmDescription"] for alarm in alarms)
    cloudwatch.get_dashboard(DashboardName="wavecast-local")


def again(place: Place) -> None:
    """bringing it up once more changes nothing, and keeps the token"""
    port = lambda url: str(urllib.parse.urlsplit(url).port)  # noqa: E731
    env = (place.directory / "state/env").read_text()
    emulator = env.split("AWS_ENDPOINT_URL=")[1].split()[0]
    up = [
        TOP / "localstack/up", "--dir", place.directory / "state", "--packages", place.directory / "packages",
        "--port", port(emulator), "--api-port", port(place.api), "--edge-port", port(place.edge),
    ]
    subprocess.run(up, check=True, capture_output=True)
    assert "(no changes)" in (place.directory / "state/deploy.log").read_text()
    assert (place.directory / "state/token").read_text() == place.token
    assert ask(place.edge + "/acme/lamp/stable/latest.ndjson")[0] == 200


CHECKS = [table, buckets, key, api, environment, tokens, edge, tick, queues, stream, powers, watched, again]
