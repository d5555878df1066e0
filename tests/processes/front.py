"""The shipped nginx with a certificate of our own, in front of the server on a port."""

import datetime as dt
import os
import shutil
import socket
import ssl
import subprocess
from functools import partial
from pathlib import Path

import httpx
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from siwhapik.supervisor.kernel import die_with
from tests.deploy.shipped import DEPLOY
from tests.processes.servers import free_port, listens, wait_until

HOST = "wa.example.go.id"
MAIN = """
daemon off;
{user}
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/siwhapik.conf;
}}
"""


def nginx_binary() -> str:
    return shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin") or ""


def write_certificate(folder: Path) -> None:
    """For HOST, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (folder / "fullchain.pem").write_bytes(certificate.public_bytes(pem))
    (folder / "privkey.pem").write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )


class Front:
    """nginx on loopback, with ports, certificate and logs of the test; all else is as shipped."""

    def __init__(self, folder: Path, *, upstream: int) -> None:
        self.folder = folder
        self.port, self.plain_port = free_port(), free_port()
        self.process: subprocess.Popen[bytes] | None = None
        write_certificate(folder)
        (folder / "siwhapik.conf").write_text(self._site(upstream))
        user = "user root root;" if os.geteuid() == 0 else ""
        (folder / "nginx.conf").write_text(MAIN.format(folder=folder, user=user))
        self.trusted = ssl.create_default_context(cafile=str(folder / "fullchain.pem"))

    def _site(self, upstream: int) -> str:
        """Fails when what it replaces is not in the shipped file."""
        text = (DEPLOY / "nginx.conf").read_text()
        for shipped, ours in (
            ("    listen [::]:80;\n", ""),
            ("    listen [::]:443 ssl http2;\n", ""),
            ("listen 80;", f"listen 127.0.0.1:{self.plain_port};"),
            ("listen 443 ssl http2;", f"listen 127.0.0.1:{self.port} ssl http2;"),
            ("server 127.0.0.1:8000;", f"server 127.0.0.1:{upstream};"),
            ("/etc/ssl/siwhapik/", f"{self.folder}/"),
            ("/var/log/nginx/", f"{self.folder}/"),
        ):
            assert shipped in text, shipped
            text = text.replace(shipped, ours)
        return text

    def _words(self, *more: str) -> list[str]:
        place = ["-p", str(self.folder), "-c", str(self.folder / "nginx.conf")]
        return [nginx_binary(), *place, "-e", str(self.folder / "start.log"), *more]

    def checked(self) -> tuple[int, str]:
        """`nginx -t`: exit code and what it said."""
        done = subprocess.run(
            self._words("-t"), capture_output=True, text=True, timeout=30, check=False
        )
        return done.returncode, done.stdout + done.stderr

    def start(self) -> "Front":
        self.process = subprocess.Popen(
            self._words(), stderr=subprocess.DEVNULL, preexec_fn=partial(die_with, os.getpid())
        )
        wait_until(lambda: listens(self.port), seconds=10, what="nginx listens")
        return self

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait(timeout=10)

    def log(self, name: str = "siwhapik.log") -> str:
        return (self.folder / name).read_text()

    def browser(self, **options: object) -> httpx.Client:
        """Asks for HOST by https, as the world does; cookies are kept."""
        return httpx.Client(
            transport=_AsHost(verify=self.trusted),
            base_url=f"https://127.0.0.1:{self.port}",
            headers={"Host": HOST, "Referer": f"https://{HOST}/"},
            timeout=30,
            trust_env=False,
            **options,
        )

    def connect(self) -> ssl.SSLSocket:
        """A bare connection, to send what no client library would."""
        plain = socket.create_connection(("127.0.0.1", self.port), timeout=10)
        return self.trusted.wrap_socket(plain, server_hostname=HOST)


class _AsHost(httpx.HTTPTransport):
    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.extensions["sni_hostname"] = HOST
        return super().handle_request(request)
