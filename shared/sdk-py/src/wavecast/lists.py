"""Device lists that stand as targets of their own (docs/wire.md §11)."""

from wavecast.rows import is_list_hash
from wavecast.strict import Refused, read, shape

BYTES = 4 * 1024 * 1024
DEVICES = 100_000


def read_device_list(data: bytes) -> list[str]:
    """The hashes of a verified list; refuses one that is unsorted, too long or of a higher version."""
    listed = read(data, BYTES)
    shape(isinstance(listed, dict), "a device list is no object")
    if type(listed.get("v")) is not int or listed["v"] != 1:
        raise Refused("newer", "a device list of another version")
    devices = listed.get("devices")
    shape(isinstance(devices, list) and len(devices) <= DEVICES, "its devices")
    shape(all(map(is_list_hash, devices)), "a device is no list hash")
    shape(devices == sorted(set(devices)), "a device list must be sorted, each device once")
    return devices
