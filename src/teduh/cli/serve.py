"""`teduh serve`, `teduh work` and `teduh pipeline`: the server, the background worker, and one run by hand."""

import logging
import os
import signal
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path
from types import FrameType

import click
from django.conf import settings
from django.core.management import call_command
from django.db import close_old_connections
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from teduh import pipeline
from teduh.cli.progress import console
from teduh.plan import steps as planning
from teduh.trust import sessions

logger = logging.getLogger(__name__)
PIPELINE_EVERY_S = 20
# How long the server and the worker may take to finish what they have begun; what is stored survives a hard end anyway.
STOP_WITHIN_S = 30


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, envvar="PORT", type=click.IntRange(1, 65535))
@click.option("--threads", default=8, show_default=True, type=click.IntRange(1, 64), help="Requests at a time.")
@click.option("--processes", default=1, show_default=True, envvar="TEDUH_WEB_PROCESSES", type=click.IntRange(1, 64))
@click.option("--no-worker", is_flag=True, help="Only the web server; run `teduh work` elsewhere.")
def serve(host: str, port: int, threads: int, processes: int, no_worker: bool) -> None:
    """Start the web server and the background worker in one process group; Ctrl-C stops both."""
    collect_static()
    # Each web process takes its share of the limits that live in memory.
    os.environ["TEDUH_WEB_PROCESSES"] = str(processes)
    web = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)),
        *("--blocking-threads", str(threads), "--workers", str(processes), "--no-ws", "--log-level", "warning"),
        "teduh.config.wsgi:application",
    ]
    worker = [sys.executable, "-m", "teduh", "work"]
    commands = [web] if no_worker else [web, worker]
    sys.exit(_run_until_one_ends(commands))


def _run_until_one_ends(commands: list[list[str]]) -> int:
    """Run all; when one ends or we are told to stop, stop the others and give back the first exit code.

    One that has not stopped within `STOP_WITHIN_S` is ended for good, so that a service manager never waits for it.
    """
    children: list[subprocess.Popen[bytes]] = []

    def stop(_signal: int, _frame: FrameType | None) -> None:
        for child in children:
            child.terminate()
        signal.alarm(STOP_WITHIN_S)

    def end(_signal: int, _frame: FrameType | None) -> None:
        for child in children:
            child.kill()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGALRM, end)
    for command in commands:
        children.append(subprocess.Popen(command))  # noqa: S603 (our own)  # nosec B603
    pid, status = os.wait()
    code = os.waitstatus_to_exitcode(status)
    signal.alarm(STOP_WITHIN_S)
    for child in children:
        if child.pid != pid:
            child.terminate()
            child.wait()
    signal.alarm(0)
    return max(code, 0)


def collect_static() -> None:
    """Gather and compress the static files when the program is newer than what was gathered."""
    stamp = settings.STATIC_ROOT / "gathered"
    sources = settings.PACKAGE.glob("*/static/**/*")
    newest = max((path.stat().st_mtime for path in sources if path.is_file()), default=0.0)
    if stamp.exists() and stamp.stat().st_mtime >= newest:
        return
    with console.status("Gathering the static files …"):
        call_command("collectstatic", interactive=False, verbosity=0)
        Path(stamp).touch()


@click.command()
def work() -> None:
    """Run the background worker: tasks that the web server left, and the pipeline every 20 seconds."""
    stop = threading.Event()
    threading.Thread(target=_enqueue_pipeline, args=(stop,), daemon=True).start()
    # On a new machine the planner's loops are compiled now, not while a chief waits for the first plan.
    threading.Thread(target=planning.ready, daemon=True).start()
    try:
        call_command("db_worker", interval=1, startup_delay=False, reload=False, verbosity=0)
    finally:
        stop.set()


def _enqueue_pipeline(stop: threading.Event) -> None:
    """Ask for a pipeline run unless one is already waiting; many workers may do so, one run is enough."""
    while True:
        try:
            _turn()
        except Exception:
            # A database that is away for a minute must not end the pipeline for good.
            logger.exception("The worker could not ask for a pipeline run.")
        close_old_connections()
        if stop.wait(PIPELINE_EVERY_S):
            return


def _turn() -> None:
    waiting = DBTaskResult.objects.ready().filter(task_path=pipeline.run_pipeline.module_path)
    if not waiting.exists():
        pipeline.run_pipeline.enqueue()
    DBTaskResult.objects.finished().filter(finished_at__lt=timezone.now() - timedelta(days=1)).delete()
    sessions.forget_old(at=timezone.now())


@click.command("pipeline")
def pipeline_now() -> None:
    """Run every step of the pipeline once, now."""
    for name, handled in pipeline.run(at=timezone.now()).items():
        click.echo(f"{name}: {handled}")
