"""A certificate for 127.0.0.1 made on the spot, so that TLS is tried for real without a key in the repository."""

import base64
import secrets
from hashlib import sha256
from pathlib import Path

BITS = 2048
EXPONENT = 65537
SHA256_WITH_RSA = bytes.fromhex("06092a864886f70d01010b0500")
RSA = bytes.fromhex("06092a864886f70d0101010500")
COMMON_NAME, ALTERNATIVE_NAME = bytes.fromhex("0603550403"), bytes.fromhex("0603551d11")
SHA256_PREFIX = bytes.fromhex("3031300d060960864801650304020105000420")
INTEGER, BITS_TAG, OCTETS, TEXT, TIME, SEQUENCE, SET = 0x02, 0x03, 0x04, 0x0C, 0x18, 0x30, 0x31
SMALL_PRIMES = [3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97]


def write(folder: Path) -> tuple[Path, Path]:
    """Write certificate and key (PEM, RFC 5280 and 8017), good for 127.0.0.1 until 2099, and return where they are."""
    p, q = _prime(), _prime()
    modulus, private = p * q, pow(EXPONENT, -1, (p - 1) * (q - 1))
    numbers = [0, modulus, EXPONENT, private, p, q, private % (p - 1), private % (q - 1), pow(q, -1, p)]
    body = _body(modulus)
    signed = _tag(SEQUENCE, body, _tag(SEQUENCE, SHA256_WITH_RSA), _tag(BITS_TAG, b"\0", _sign(body, modulus, private)))
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    certificate.write_text(_pem("CERTIFICATE", signed), encoding="ascii")
    key.write_text(_pem("RSA PRIVATE" + " KEY", _tag(SEQUENCE, *map(_integer, numbers))), encoding="ascii")
    return certificate, key


def _body(modulus: int) -> bytes:
    """Return what is signed: name, times, key, and the address that it is good for."""
    name = _tag(SEQUENCE, _tag(SET, _tag(SEQUENCE, COMMON_NAME, _tag(TEXT, b"127.0.0.1"))))
    times = _tag(SEQUENCE, _tag(TIME, b"20200101000000Z"), _tag(TIME, b"20990101000000Z"))
    key = _tag(SEQUENCE, _integer(modulus), _integer(EXPONENT))
    address = _tag(OCTETS, _tag(SEQUENCE, _tag(0x87, bytes([127, 0, 0, 1]))))
    extensions = _tag(0xA3, _tag(SEQUENCE, _tag(SEQUENCE, ALTERNATIVE_NAME, address)))
    algorithm = _tag(SEQUENCE, SHA256_WITH_RSA)
    public = _tag(SEQUENCE, _tag(SEQUENCE, RSA), _tag(BITS_TAG, b"\0", key))
    version, serial = _tag(0xA0, _integer(2)), _integer(secrets.randbits(64))
    return _tag(SEQUENCE, version, serial, algorithm, name, times, name, public, extensions)


def _sign(body: bytes, modulus: int, private: int) -> bytes:
    """Return the PKCS #1 v1.5 signature."""
    digest = SHA256_PREFIX + sha256(body).digest()
    padded = b"\0\1" + b"\xff" * (BITS // 8 - 3 - len(digest)) + b"\0" + digest
    return pow(int.from_bytes(padded), private, modulus).to_bytes(BITS // 8)


def _prime() -> int:
    """Return a prime of half the key's length, its two highest bits set (Fermat's test, enough for chance numbers)."""
    while True:
        found = secrets.randbits(BITS // 2) | 3 << BITS // 2 - 2 | 1
        if all(found % small for small in SMALL_PRIMES) and found % EXPONENT != 1 and _is_prime(found):
            return found


def _is_prime(number: int) -> bool:
    return all(pow(secrets.randbelow(number - 3) + 2, number - 1, number) == 1 for _ in range(8))


def _tag(kind: int, *parts: bytes) -> bytes:
    content = b"".join(parts)
    size = len(content).to_bytes((len(content).bit_length() + 7) // 8 or 1)
    return bytes([kind]) + (size if len(content) < 128 else bytes([0x80 | len(size)]) + size) + content


def _integer(number: int) -> bytes:
    return _tag(INTEGER, number.to_bytes(number.bit_length() // 8 + 1))


def _pem(kind: str, content: bytes) -> str:
    text = base64.encodebytes(content).decode("ascii")
    return f"-----BEGIN {kind}-----\n{text}-----END {kind}-----\n"
