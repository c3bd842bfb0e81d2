"""Powers, as AWS itself judges them."""

from deployed import FOLDER, Deployed, refused

# What each function may do with an entry of a kind, and what not.
ENTRIES = [
    ("control", "PutItem", "A#live/check", True),
    ("control", "PutItem", "H#live/check/stable", False),
    ("control", "GetItem", "S#live/check/stable#targets", False),
    ("control", "DeleteItem", "E#live/check#202611", False),
    ("publisher", "PutItem", "H#live/check/stable", True),
    ("publisher", "PutItem", "A#live/check", False),
    ("publisher", "GetItem", "S#live/check/stable#targets", True),
    ("publisher", "GetItem", "S#live/check/stable#root", False),
    ("keys", "PutItem", "N#live/check/stable", True),
    ("keys", "PutItem", "R#live/check", False),
    ("scheduler", "PutItem", "R#live/check", True),
    ("scheduler", "PutItem", "H#live/check/stable", False),
]
# Who opens a seed of which role.
SEEDS = [
    ("control", "targets", False),
    ("publisher", "targets", True),
    ("publisher", "root", False),
    ("keys", "root", True),
    ("keys", "targets", False),
    ("scheduler", "targets", False),
]


def judged(at: Deployed, function: str, action: str, resource: str, context: list[dict]) -> bool:
    found = at.client("iam").simulate_principal_policy(
        PolicySourceArn=at.role(function), ActionNames=[action], ResourceArns=[resource], ContextEntries=context)
    return found["EvaluationResults"][0]["EvalDecision"] == "allowed"


def entries(at: Deployed) -> None:
    """each function reads and writes its own kinds of entries alone"""
    table = at.client("dynamodb").describe_table(TableName=at.outputs["TableName"])["Table"]["TableArn"]
    for function, verb, partition, expected in ENTRIES:
        key = {"ContextKeyName": "dynamodb:LeadingKeys", "ContextKeyType": "stringList", "ContextKeyValues": [partition]}
        allowed = judged(at, function, f"dynamodb:{verb}", table, [key])
        assert allowed == expected, (function, verb, partition, allowed)
    for function in ("control", "publisher", "keys", "scheduler"):
        assert not judged(at, function, "dynamodb:Scan", table, []), function


def seeds(at: Deployed) -> None:
    """each function opens seeds of its own roles alone"""
    for function, role, expected in SEEDS:
        key = {"ContextKeyName": "kms:EncryptionContext:role", "ContextKeyType": "string", "ContextKeyValues": [role]}
        allowed = judged(at, function, "kms:Decrypt", at.outputs["SealingKey"], [key])
        assert allowed == expected, (function, role, allowed)


def roots(at: Deployed) -> None:
    """whoever runs this, an administrator most likely, can't open a root key"""
    kms, context = at.client("kms"), {"org": "live", "app": "check", "channel": "stable", "role": "root"}
    sealed = kms.encrypt(KeyId=at.outputs["SealingKey"], Plaintext=b"seed", EncryptionContext=context)["CiphertextBlob"]
    refused(kms.decrypt, CiphertextBlob=sealed, EncryptionContext=context)


def conditions(at: Deployed) -> None:
    """nobody writes the edge without a condition; with one it is S3 that decides"""
    s3, key = at.client("s3"), f"{FOLDER}/{at.name}"
    refused(s3.put_object, Bucket=at.bucket, Key=key, Body=b"{}")
    refused(s3.put_object, Bucket=at.bucket, Key=f"{FOLDER}/latest.ndjson", Body=b"{}")
    cache = "public, max-age=31536000, immutable"
    s3.put_object(Bucket=at.bucket, Key=key, Body=b"{}" * 2_000, IfNoneMatch="*", CacheControl=cache, ContentType="application/json")
    # A copy, as a promotion makes it: refused without a condition, made with one.
    source = {"Bucket": at.bucket, "Key": key}
    refused(s3.copy_object, Bucket=at.bucket, Key=f"{key}.copy", CopySource=source)
    s3.copy_object(Bucket=at.bucket, Key=f"{key}.copy", CopySource=source, IfNoneMatch="*")


CHECKS = [entries, seeds, roots, conditions]
