"""What schemathesis can't know from a schema."""

import schemathesis


@schemathesis.hook
def map_body(context, body):
    """JSON Schema calls 245.0 an integer; strict JSON, as it is signed here, has no such number."""
    return whole(body)


def whole(value):
    match value:
        case float() if value.is_integer():
            return int(value)
        case dict():
            return {key: whole(member) for key, member in value.items()}
        case list():
            return [whole(item) for item in value]
        case _:
            return value
