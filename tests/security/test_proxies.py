"""The files for proxies in docs/running: TLS of today, nothing for programs by http, and the last word on who asks."""

import re
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent.parent.parent / "docs/running"
NGINX, APACHE, CADDY = ((FOLDER / name).read_text() for name in ("nginx.conf", "apache.conf", "Caddyfile"))
NOW = {"ECDHE-ECDSA", "ECDHE-RSA"}
"""How keys are agreed upon: with forward secrecy."""


def test_each_proxy_speaks_tls_of_today_with_good_ciphers():
    assert re.findall(r"ssl_protocols (.*);", NGINX) == ["TLSv1.2 TLSv1.3"]
    assert re.findall(r"SSLProtocol (.*)", APACHE) == ["-all +TLSv1.2 +TLSv1.3"]
    assert "tls" not in re.findall(r"^\s*(\w+)", CADDY, re.MULTILINE), "Caddy's own choice is not made weaker"
    (of_nginx,), (of_apache,) = re.findall(r"ssl_ciphers (.*);", NGINX), re.findall(r"SSLCipherSuite (.*)", APACHE)
    assert of_nginx == of_apache
    for cipher in of_nginx.split(":"):
        agreed, _, rest = cipher.partition("-AES" if "AES" in cipher else "-CHACHA20")
        assert agreed in NOW, cipher
        assert "GCM" in rest or "POLY1305" in rest, cipher


def test_people_are_led_to_https():
    plain = NGINX.split("listen 443")[0]
    assert "location / { return 301 https://survey.example.org$request_uri; }" in plain
    assert "RedirectMatch permanent ^(.*)$ https://survey.example.org$1" in APACHE.split("*:443")[0]
    assert "redir https://survey.example.org{uri} permanent" in CADDY


@pytest.mark.parametrize("address", ["/ready", "/metrics"])
def test_what_is_for_programs_is_neither_led_on_nor_passed_on(address):
    for part in NGINX.split("listen 443"):
        assert f"location = {address} {{ return 404; }}" in part
    for part in APACHE.split("*:443"):
        found = part.index("RedirectMatch 404 ^/(ready|metrics)$")
        later = re.search(r"ProxyPass|RedirectMatch permanent", part)
        assert later
        assert found < later.start(), "the first that fits holds"
    kept, passed = (part.index(f"ProxyPass {one}") for one in (f"{address} !", "/ http"))
    assert kept < passed, "else it is passed on before it is refused"
    assert f"handle {address} {{\n\t\trespond 404" in CADDY
    assert f"{address}" in re.findall(r"@watching path (.*)", CADDY)[0].split()


def test_while_the_platform_is_away_each_proxy_says_so_and_when_to_come_back():
    assert "error_page 502 504 =503 @away;" in NGINX
    for text in (NGINX, APACHE, CADDY):
        assert "What you have typed stays in your browser. Reload this page in a minute." in text
    assert "ErrorDocument 503" in APACHE
    assert "[502, 503, 504]" in CADDY


def test_each_proxy_writes_from_where_somebody_comes():
    """nginx and Caddy in place of what was sent, Apache at its end: the last address is the proxy's word."""
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in NGINX
    assert "ProxyAddHeaders Off" not in APACHE
    assert "ProxyPass / http://127.0.0.1:8000/" in APACHE
    assert "trusted_proxies" not in CADDY
