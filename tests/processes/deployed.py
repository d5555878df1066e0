"""Si Whapik as the guide deploys it: the units' processes behind the shipped nginx."""

import json
import os
import resource
import secrets
import shlex
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

from siwhapik.supervisor.kernel import die_with
from tests import ROOT
from tests.deploy.shipped import DEPLOY, HOME, NAMES, Unit, command, environment_file, fill_in, unit
from tests.processes.front import Front
from tests.processes.seed_names import NUMBER
from tests.processes.servers import free_port, wait_until
from tickets.transports.whatsapp.signature import sign

# All that a service gets from systemd besides what its unit says.
BARE = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8"}


class Deployed:
    """One folder in the place of /etc/siwhapik, /var/lib/siwhapik and /var/log/nginx."""

    def __init__(self, folder: Path, *, far_side: str, **settings: str) -> None:
        self.folder = folder
        self.port = free_port()
        self.app_secret = secrets.token_urlsafe(24)
        filled = {
            "DATA_DIR": str(folder / "lib"),
            "PORT": str(self.port),
            "SECRET_KEY": secrets.token_urlsafe(48),
            "FIELD_ENCRYPTION_KEY": secrets.token_urlsafe(48),
            "WHATSAPP_APP_SECRET": self.app_secret,
            "WHATSAPP_VERIFY_TOKEN": secrets.token_urlsafe(24),
            "EMAIL_URL": "consolemail://",
            **settings,
        }
        self.settings_file = folder / "siwhapik.env"
        example = (DEPLOY / "siwhapik.env.example").read_text()
        self.settings_file.write_text(fill_in(example, filled))
        # The far side of WhatsApp is no part of the example: Meta's is the default.
        self.more = {"WHATSAPP_API_BASE_URL": far_side, "WHATSAPP_MEDIA_HOSTS": "127.0.0.1"}
        nginx = folder / "nginx"
        nginx.mkdir()
        self.front = Front(nginx, upstream=self.port)
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self._count = 0

    @property
    def environment(self) -> dict[str, str]:
        return {**BARE, **environment_file(self.settings_file), **self.more}

    def manage(self, *words: str) -> str:
        """deploy/siwhapik, as the guide calls manage.py; what it said."""
        who = subprocess.run(["id", "-un"], capture_output=True, text=True, check=True)
        place = {
            "SIWHAPIK_HOME": str(ROOT),
            "SIWHAPIK_ENV": str(self.settings_file),
            "SIWHAPIK_USER": who.stdout.strip(),
        }
        done = subprocess.run(
            [str(DEPLOY / "siwhapik"), *words],
            env={**BARE, **self.more, **place},
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr

    def seed(self) -> None:
        subprocess.run(
            [sys.executable, "-m", "tests.processes.seed"],
            cwd=ROOT,
            env=self.environment,
            timeout=120,
            check=True,
        )

    def start(self) -> "Deployed":
        """Every unit's process as it is written there, then nginx."""
        for name in NAMES:
            self._start(name, unit(f"siwhapik-{name}.service"))
        wait_until(self.answers, seconds=90, what=f"/readyz; {self.log('web')[-2000:]}")
        return self

    def _start(self, name: str, service: Unit) -> None:
        environment = {**self.environment, "SERVE_FOLLOWS_PARENT": "1"}
        for line in service.all("Service", "Environment"):
            environment |= dict(word.split("=", 1) for word in shlex.split(line))
        assert service.one("Service", "WorkingDirectory") == HOME
        files = int(service.one("Service", "LimitNOFILE"))
        with (self.folder / f"{name}.log").open("ab") as output:
            self.processes[name] = subprocess.Popen(
                command(service),
                cwd=ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                umask=int(service.one("Service", "UMask"), 8),
                preexec_fn=partial(_limited, files, os.getpid()),
            )

    def log(self, name: str) -> str:
        path = self.folder / f"{name}.log"
        return path.read_text(errors="replace") if path.exists() else ""

    def answers(self) -> bool:
        """Through nginx, and well; says aloud which of them has ended."""
        for name, process in self.processes.items():
            assert process.poll() is None, f"{name} ended: {self.log(name)[-2000:]}"
        if self.front.process is None:
            self.front.start()
        with self.front.browser() as browser:
            answer = browser.get("/readyz")
        return answer.status_code == 200 and answer.json()["sweeps"]["status"] == "ok"

    def stop(self) -> dict[str, int]:
        """As systemd does it: SIGTERM to the first process of each; their exit codes."""
        for process in self.processes.values():
            process.terminate()
        codes = {}
        for name, process in self.processes.items():
            seconds = int(unit(f"siwhapik-{name}.service").one("Service", "TimeoutStopSec"))
            codes[name] = process.wait(timeout=seconds)
        return codes

    # --- The far side ------------------------------------------------------------------------
    def says(self, wa_id: str, text: str, *, browser) -> None:
        """A citizen writes; WhatsApp posts it."""
        self._count += 1
        message = {
            "from": wa_id,
            "id": f"wamid.{wa_id}.{self._count}",
            "timestamp": str(int(time.time())),
            "type": "text",
            "text": {"body": text},
        }
        value = {
            "messaging_product": "whatsapp",
            "metadata": {"phone_number_id": NUMBER, "display_phone_number": "6281100000001"},
            "contacts": [{"profile": {"name": "Sari Contoh"}, "wa_id": wa_id}],
            "messages": [message],
        }
        entry = {"id": "1", "changes": [{"field": "messages", "value": value}]}
        envelope = {"object": "whatsapp_business_account", "entry": [entry]}
        body = json.dumps(envelope).encode()
        signature = sign(body, self.app_secret)
        headers = {"X-Hub-Signature-256": signature, "Content-Type": "application/json"}
        answer = browser.post("/webhooks/whatsapp/", content=body, headers=headers)
        assert answer.status_code == 200, answer.text


def _limited(files: int, parent: int) -> None:
    die_with(parent)
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))
