"""The CDN's cache, as devices meet it."""

import time

from deployed import FOLDER, Deployed, ask

# A distribution takes a while to hear of an invalidation.
PATIENCE_SECONDS = 300


def missing(at: Deployed) -> None:
    """a missing object is a 404 that browsers may read, and is asked for again after 5 s"""
    url = f"{at.outputs['EdgeUrl']}/{FOLDER}/9{at.name}"
    status, headers, body = ask(url, {"origin": "https://app.example"})
    assert (status, body) == (404, b"not found\n"), (status, body)
    assert headers["access-control-allow-origin"] == "*"
    at.client("s3").put_object(Bucket=at.bucket, Key=f"{FOLDER}/9{at.name}", Body=b"{}", IfNoneMatch="*")
    end = time.monotonic() + PATIENCE_SECONDS
    while ask(url)[0] != 200:
        assert time.monotonic() < end, "it is still a 404"
        time.sleep(1)


def compressed(at: Deployed) -> None:
    """text travels as brotli or gzip under a weak tag, is answered from the cache, and HTTP/3 is offered"""
    url = f"{at.outputs['EdgeUrl']}/{FOLDER}/{at.name}"
    for encoding in ("br", "gzip"):
        for _ in range(2):
            status, headers, _ = ask(url, {"accept-encoding": encoding})
            assert (status, headers["content-encoding"]) == (200, encoding), (status, headers.items())
            assert headers["etag"].startswith("W/"), headers["etag"]
        assert headers["x-cache"].startswith("Hit"), headers["x-cache"]
    assert "h3" in (headers["alt-svc"] or ""), headers.items()
    assert headers["x-amz-version-id"] is None


def swapped(at: Deployed) -> None:
    """a mutable object is answered from the cache, and anew after an invalidation"""
    s3, path = at.client("s3"), f"{FOLDER}/latest.ndjson"
    url, cache = f"{at.outputs['EdgeUrl']}/{path}", "max-age=0, s-maxage=31536000"
    tag = s3.put_object(Bucket=at.bucket, Key=path, Body=b"1", IfNoneMatch="*", CacheControl=cache)["ETag"]
    assert ask(url)[2] == b"1"
    s3.put_object(Bucket=at.bucket, Key=path, Body=b"2", IfMatch=tag, CacheControl=cache)
    assert ask(url)[2] == b"1", "the CDN didn't keep it"
    batch = {"Paths": {"Quantity": 1, "Items": [f"/{path}"]}, "CallerReference": at.name}
    at.client("cloudfront").create_invalidation(DistributionId=at.outputs["Distribution"], InvalidationBatch=batch)
    end = time.monotonic() + PATIENCE_SECONDS
    while ask(url)[2] != b"2":
        assert time.monotonic() < end, "the CDN still answers with the old one"
        time.sleep(1)


CHECKS = [missing, compressed, swapped]
