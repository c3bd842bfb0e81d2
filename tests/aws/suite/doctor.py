"""`wavecast doctor --aws`: a sound deployment, and broken ones."""

import json
import os
import subprocess

from application import BINARIES
from place import Place


def doctor(*words: str, **variables: str) -> tuple[int, dict[str, tuple[str, str]]]:
    """The exit code, and what was found of what, with the state."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("WAVECAST_")}
    done = subprocess.run(
        [BINARIES / "wavecast", "--json", "doctor", "--aws", *words],
        env={**environment, **variables}, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.stdout.strip(), done.stderr
    # A failure's own object comes after what was found.
    checks = json.loads(done.stdout.splitlines()[0])
    return done.returncode, {check["what"]: (check["state"], check["found"]) for check in checks}


def settings(place: Place) -> dict[str, str]:
    """The settings of the deployed functions."""
    found = place.client("lambda").get_function_configuration(FunctionName="wavecast-local-control")
    variables = found["Environment"]["Variables"]
    return {name: value for name, value in variables.items() if name.startswith("WAVECAST_")}


def sound(place: Place) -> None:
    """doctor --aws finds nothing to mend in what was just deployed"""
    code, found = doctor("--stage", "local")
    bad = {what: said for what, (state, said) in found.items() if state == "bad"}
    assert (code, bad) == (0, {}), bad
    assert found["table layout"][0] == "ok" and found["sealing key seals and opens"][0] == "ok", found
    assert doctor(**settings(place))[1].keys() == found.keys()


def broken(place: Place) -> None:
    """doctor --aws names the setting of everything that is broken, in a line for each"""
    kms, sqs = place.client("kms"), place.client("sqs")
    good = settings(place)
    disabled = kms.create_key()["KeyMetadata"]["Arn"]
    kms.disable_key(KeyId=disabled)
    place.client("s3").create_bucket(Bucket="wavecast-unversioned")
    wrong = {
        **good,
        "WAVECAST_TABLE": "nowhere",
        "WAVECAST_EDGE_BUCKET": "wavecast-unversioned",
        "WAVECAST_INGEST_BUCKET": "wavecast-nowhere",
        "WAVECAST_SEALING_KEY": disabled,
        "WAVECAST_PUBLISHER": "nowhere",
        "WAVECAST_RENEWALS_QUEUE": sqs.meta.endpoint_url + "/000000000000/nowhere",
    }
    code, found = doctor(**wrong)
    for what, words in (
        ("WAVECAST_TABLE", "there is none of this name in us-east-1; check WAVECAST_TABLE and AWS_REGION"),
        ("WAVECAST_EDGE_BUCKET", "isn't versioned"),
        ("WAVECAST_INGEST_BUCKET", "check WAVECAST_INGEST_BUCKET"),
        ("sealing key enabled", "enable it"),
        ("WAVECAST_PUBLISHER", "check WAVECAST_PUBLISHER"),
        ("WAVECAST_RENEWALS_QUEUE", "check WAVECAST_RENEWALS_QUEUE"),
    ):
        state, said = found[what]
        assert state == "bad" and words in said, (what, state, said)
    assert code != 0


def elsewhere(place: Place) -> None:
    """doctor --aws in another region, without settings, or for a stage that isn't there says so in one line"""
    _, found = doctor(**settings(place), AWS_REGION="eu-central-1", AWS_DEFAULT_REGION="eu-central-1")
    assert "none of this name in eu-central-1; check WAVECAST_TABLE and AWS_REGION" in found["WAVECAST_TABLE"][1], found
    _, found = doctor()
    assert list(found) == ["settings"] and "WAVECAST_TABLE is not set" in found["settings"][1], found
    _, found = doctor("--stage", "nowhere")
    assert "check --stage and AWS_REGION" in found["settings"][1], found


def older(place: Place) -> None:
    """a table of an older layout is refused by doctor and by the functions, before anything is written"""
    dynamodb, table = place.client("dynamodb"), place.outputs["TableName"]
    key = {"pk": {"S": "L#"}, "sk": {"S": "LAYOUT"}}
    before = dynamodb.get_item(TableName=table, Key=key)["Item"]
    dynamodb.put_item(TableName=table, Item={**before, "layout": {"N": "0"}})
    try:
        state, said = doctor("--stage", "local")[1]["table layout"]
        assert state == "bad" and "layout 0, of an older version" in said, said
        with place.configured("publisher", WAVECAST_LOG="debug"):
            answer, error = place.invoke("publisher", {"v": 1, "wake": "publish", "scope": "acme/lamp/stable"})
        assert error and "layout 0, of an older version" in answer["errorMessage"], answer
    finally:
        dynamodb.put_item(TableName=table, Item=before)


CHECKS = [sound, broken, elsewhere, older]
