"""A TLS server of this machine that shows a certificate made on the spot, good for as long as a test says."""

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from socketserver import TCPServer

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

NOW = datetime.now(UTC).replace(microsecond=0)
DAY = timedelta(days=1)


def write(folder: Path, *, days: int, name: str = "127.0.0.1") -> Path:
    """Write a certificate of our own making with its key into one file, good for so many more days."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    made = x509.CertificateBuilder(who, who, key.public_key(), x509.random_serial_number())
    made = made.not_valid_before(NOW - 90 * DAY).not_valid_after(NOW + days * DAY + DAY / 2)
    made = made.add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(name))]), critical=False)
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path = folder / f"{days}-{name}.pem"
    path.write_bytes(made.sign(key, hashes.SHA256()).public_bytes(pem) + private)
    return path


@contextmanager
def shown(path: Path) -> Iterator[str]:
    """Show a certificate at an address of this machine."""

    class Quiet(TCPServer):
        def get_request(self):
            with suppress(OSError):
                plain, whence = super().get_request()
                return context.wrap_socket(plain, server_side=True), whence
            raise OSError

        def process_request(self, request, _whence):
            self.shutdown_request(request)

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    with Quiet(("127.0.0.1", 0), None) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield f"https://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()
