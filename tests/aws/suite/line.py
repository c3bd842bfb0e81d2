"""The straight line on the deployed functions, and everything that can be in its way."""

import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count

from application import Application
from place import Place
from wire import Fault

# A ramp's shares, one after another: each is a change of its own.
SHARES = [f"{share}%" for share in range(6, 100)]


def shipped(place: Place, name: str) -> tuple[Application, str, Iterator[str]]:
    """An application whose devices run 1.0.0; its second release is under way."""
    application = Application(place, name)
    application.ship("1.0.0")
    assert application.device() == "1.0.0"
    application.stranger()
    return application, application.ship("2.0.0", "--to", "5%"), iter(SHARES)


def whole(place: Place) -> None:
    """a release is shipped, ramped and taken back; a device pulls it through the CDN's data plane"""
    application, release, _ = shipped(place, "whole")
    status, wanted = application.ramp(release, "100%")
    assert (status, application.device()) == (200, "2.0.0"), wanted
    status, told = application.ask("POST", f"/releases/{release}/revert", {})
    assert status in (200, 202), told
    application.until_published(told["publications"][0])
    assert application.device() == "1.0.0"
    application.verify()


def correlated(place: Place) -> None:
    """an id that a client gives is in the logs of control and publisher"""
    application, release, shares = shipped(place, "correlated")
    given = f"given-{application.org}"
    headers = {"authorization": f"Bearer {place.token}", "content-type": "application/json", "x-request-id": given}
    status, told = place.post(f"/orgs/{application.org}/apps/shop/releases/{release}/ramp", {"to": next(shares)}, headers)
    assert status == 200, told
    for function in ("control", "publisher"):
        lines = place.lines(function, lambda line: line.get("span", {}).get("request") == given)
        assert lines, f"{function} never said {given}"
        assert all("wct_" not in str(line) for line in lines), lines


def strangers(place: Place) -> None:
    """python-tuf follows a channel through releases and new keys"""
    application, release, shares = shipped(place, "stranger")
    application.cli("keys", "rotate")
    application.cli("keys", "rotate", "root")
    application.place.tick()
    application.until_published(application.ramp(release, next(shares))[1])
    said = application.stranger(f"release-{release}.json")
    assert said == f"root 3 timestamp {application.seq()}", said


def killed(place: Place) -> None:
    """the publisher is killed at each of its writes, landed or not: nobody refuses what is there, and the next finishes"""
    application, release, shares = shipped(place, "killed")
    seq = application.is_whole(1)
    with place.on_a_wire("publisher") as wire:
        for write in count():
            for landed in (False, True):
                deaths: list[int] = []
                wire.cut_at(write, landed, lambda deaths=deaths: deaths.append(place.kill("publisher")))
                _, wanted = application.ramp(release, next(shares))
                place.until(lambda: deaths or application.publication(wanted).get("seq"), f"write {write}")
                if not deaths:
                    # It has no more than those before.
                    assert write >= 6, (write, wire.calls)
                    return
                assert deaths[0] >= 1
                # Between the two pointers each of them holds for whoever reads it.
                seq = application.nobody_refuses(seq)
                wire.clear()
                reached = application.until_published(wanted)
                assert application.is_whole(seq) >= reached
                seq = reached


def out_of_time(place: Place) -> None:
    """a publisher that AWS never answers ends at its deadline; the next finishes"""
    application, release, shares = shipped(place, "deadline")
    seq = application.seq()
    with place.on_a_wire("publisher", timeout=3) as wire:
        wire.silence_at(1)
        status, wanted = application.ramp(release, next(shares))
        assert status == 202, wanted
        seq = application.nobody_refuses(seq)
    assert application.until_published(wanted) >= seq
    application.is_whole(seq)


def streamed(place: Place) -> None:
    """records of the stream that come twice, late and out of order publish once, and harm nothing"""
    application, release, shares = shipped(place, "stream")
    other = Application(place, "stream-other")
    _, first = application.ramp(release, next(shares))
    _, second = application.ramp(release, next(shares))
    seq = application.until_published(second)

    def record(number: int, scope: str, id: str) -> dict:
        keys = {"pk": {"S": f"P#{scope}"}, "sk": {"S": id}}
        return {
            "eventID": str(number), "eventName": "INSERT", "eventSource": "aws:dynamodb",
            "dynamodb": {"Keys": keys, "SequenceNumber": str(number), "StreamViewType": "KEYS_ONLY"},
        }  # fmt: skip

    late = [record(2, application.scope, second["id"]), record(1, application.scope, first["id"])]
    records = [*late, record(3, other.scope, "01K"), *late]
    for _ in range(2):
        answer, error = place.invoke("publisher", {"Records": records})
        assert (answer, error) == ({"batchItemFailures": []}, None), answer
    assert application.is_whole(seq) == seq

    foreign = {"messageId": "m-1", "eventSource": "aws:sqs", "body": "not ours"}
    answer, error = place.invoke("publisher", {"Records": [foreign]})
    assert (answer, error) == ({"batchItemFailures": [{"itemIdentifier": "m-1"}]}, None), answer


def unheard(place: Place) -> None:
    """a ring that nobody hears is caught by the stream; control answers what is true"""
    application, release, shares = shipped(place, "unheard")
    seq = application.seq()
    nobody = {"WAVECAST_PUBLISHER": "wavecast-local-nobody"}
    # Nor does a tick reach the publisher, which would catch it too: nothing is left but the stream.
    with place.configured("control", **nobody), place.configured("scheduler", **nobody):
        status, wanted = application.ramp(release, next(shares))
        assert (status, wanted.get("seq")) == (202, None), wanted
        place.until(lambda: application.publication(wanted).get("seq") is not None, "the stream")
        assert application.publication(wanted)["seq"] == application.seq() == seq + 1, wanted
    application.is_whole(seq + 1)


def ticks(place: Place) -> None:
    """ticks that overlap start what is due once, and publish it"""
    application, release, _ = shipped(place, "ticks")
    application.until_published(application.ramp(release, "100%")[1])
    seq = application.seq()
    third = application.ship("3.0.0", "--draft")
    start = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 2))
    status, told = application.ask("POST", f"/releases/{third}/schedule", {"start": start, "window": 600, "stages": []})
    assert status in (200, 202), told
    time.sleep(2.5)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: place.tick(), range(8)))
    status, told = application.ask("GET", "/audit?verb=release.start")
    begun = [event for event in told["items"] if third in json.dumps(event)]
    assert (status, len(begun)) == (200, 1), told
    place.until(lambda: application.seq() > seq, "the start at the edge")
    assert application.is_whole(seq) > seq


def throttled(place: Place) -> None:
    """DynamoDB, S3 and KMS throttle and fall silent: what is late comes, nothing is half"""
    application, release, shares = shipped(place, "throttled")
    seq = application.seq()
    throttles = [
        ("dynamodb:", 400, "ProvisionedThroughputExceededException"),
        ("s3:", 503, "SlowDown"),
        ("kms:", 400, "ThrottlingException"),
    ]
    with place.on_a_wire("publisher") as wire:
        for service, status, code in throttles:
            # Fewer than the SDK tries, then more than it does.
            for times in (2, 40):
                fault = wire.plan(Fault(service, times, status, code))
                _, wanted = application.ramp(release, next(shares))
                place.until(lambda fault=fault: fault.met >= 2, code)
                seq = application.nobody_refuses(seq)
                wire.clear()
                seq = application.until_published(wanted)
                application.is_whole(seq)
        for service in ("dynamodb:", "s3:", "kms:"):
            fault = wire.plan(Fault(service, 1, seconds=9))
            _, wanted = application.ramp(release, next(shares))
            assert application.until_published(wanted) > seq
            wire.clear()
            seq = application.is_whole(seq)
    with place.on_a_wire("control") as wire:
        wire.plan(Fault("dynamodb:", 40, 400, "ProvisionedThroughputExceededException"))
        status, told = application.ask("POST", f"/releases/{release}/ramp", {"to": next(shares)})
        assert status == 503 and told["type"].startswith("/problems/"), (status, told)
        wire.clear()
        seq = application.until_published(application.ramp(release, next(shares))[1])
    application.is_whole(seq)


def restored(place: Place) -> None:
    """the table goes back to an earlier point: the channel is fenced, devices refuse nothing, and adopting goes on above"""
    application, release, shares = shipped(place, "restored")
    earlier = place.backup()
    for _ in range(3):
        seq = application.until_published(application.ramp(release, next(shares))[1])
    application.until_published(application.ramp(release, "100%")[1])
    assert application.device() == "2.0.0"
    seq = application.is_whole(seq)

    place.restore(earlier)
    _, wanted = application.ramp(release, "50%")
    place.tick()
    assert application.publication(wanted).get("seq") is None
    assert "adopt" in application.publication(wanted)["trouble"], wanted
    assert application.is_whole(seq) == seq, "a fence writes nothing"
    assert application.device() == "2.0.0"

    application.cli("channel", "adopt", application.scope)
    reached = application.until_published(wanted)
    assert reached > seq, "no device ever sees a number fall"
    application.is_whole(reached)
    application.until_published(application.ramp(release, "60%")[1])
    application.is_whole(reached)


CHECKS = [whole, correlated, strangers, streamed, unheard, ticks, out_of_time, killed, throttled, restored]
