"""Edwards25519, as far as strictness needs it: which encodings are no point, or of small order."""

P = 2**255 - 19
D = -121665 * pow(121666, -1, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)


def is_weak(encoded):
    """Whether 32 bytes are no point of the curve, or one whose order divides 8."""
    point = decode(encoded)
    if point is None:
        return True
    for _ in range(3):
        point = double(point)
    return point == (0, 1)


def decode(encoded):
    """The point of 32 bytes: y, and in the highest bit the sign of x; None if there is none."""
    number = int.from_bytes(encoded, "little")
    y, sign = number % 2**255 % P, number >> 255
    # x^2 = (y^2 - 1) / (d y^2 + 1), and P is 5 modulo 8.
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * ROOT_OF_MINUS_ONE % P
    if x * x % P != square:
        return None
    return (P - x) % P if x % 2 != sign else x, y


def double(point):
    x, y = point
    product = D * x * x * y * y % P
    return (
        2 * x * y * pow(1 + product, -1, P) % P,
        (y * y + x * x) * pow(1 - product, -1, P) % P,
    )
