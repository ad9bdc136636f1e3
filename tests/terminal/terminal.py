"""A command comes in, what it shows in a terminal of a given width goes out."""

import errno
import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from pathlib import Path

COLOUR = "\x1b["
CODES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def open_terminal(columns: int) -> tuple[int, int]:
    """The two ends of a terminal: for who looks at it, and for who writes to it."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    return ours, theirs


def read_rest(ours: int) -> str:
    """All that is written until nobody writes any more."""
    shown = b""
    while True:
        try:
            piece = os.read(ours, 65_536)
        except OSError as error:
            if error.errno != errno.EIO:  # so Linux says that the other end is closed
                raise
            piece = b""
        if not piece:
            return shown.decode().replace("\r\n", "\n")
        shown += piece


def run_terminal(*arguments: str | Path, folder: Path, columns: int = 80, **settings: str) -> tuple[int, str]:
    """The exit code of a command of kgraph, and all that it shows."""
    plain = {name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "COLUMNS", "LINES"}}
    environment = {**plain, "TERM": "xterm-256color", "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), **settings}
    ours, theirs = open_terminal(columns)
    command = [sys.executable, "-m", "kgraph", *map(str, arguments)]
    with subprocess.Popen(command, cwd=folder, env=environment, stdin=theirs, stdout=theirs, stderr=theirs) as process:
        os.close(theirs)
        shown = read_rest(ours)
        os.close(ours)
    return process.returncode, shown


def take_colours_away(shown: str) -> str:
    return CODES.sub("", shown)
