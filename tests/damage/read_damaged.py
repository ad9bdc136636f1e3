"""Reads every damaged file in one process of little memory, and prints a line of JSON on how each ended.

python tests/damage/read_damaged.py [WORDS]    only the cases whose names hold the words
"""

import faulthandler
import io
import json
import resource
import shutil
import signal
import sys
import time
import traceback
from pathlib import Path
from tempfile import TemporaryDirectory

from damages import Case, list_cases

from kgraph.model import Document
from kgraph.sources import read_documents

MEMORY = 1_500_000_000
"""Bytes of data that the process may have."""
SECONDS = 30
"""CPU time that a case may take; what waits for longer than ten times that ends the process."""
PIPED = 100_000
"""Bytes of files that are read from standard input too."""


class TooSlowError(BaseException):
    """Raised in a case that takes too long. No Exception, so that nothing takes it for damage."""


def stop(*_: object) -> None:
    raise TooSlowError


def main(words: str = "") -> None:
    cases = [case for case in list_cases() if words in case.name]
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    signal.signal(signal.SIGPROF, stop)
    faulthandler.enable()
    with TemporaryDirectory() as folder:
        for place, case in enumerate(cases):
            faulthandler.dump_traceback_later(10 * SECONDS, exit=True)
            print(json.dumps({"case": case.name, **read_case(case, Path(folder, str(place)))}), flush=True)


def read_case(case: Case, folder: Path) -> dict[str, object]:
    """How one case ended: its documents, what was told of others, and what should not have happened."""
    ended: dict[str, object] = {"documents": 0, "reasons": [], "error": None}
    file = folder / case.name.rpartition("/")[2]
    folder.mkdir()
    file.write_bytes(case.data)
    start = time.process_time()
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        found = list(read_documents([str(file)]))
        if len(case.data) < PIPED and file.suffix != ".pdf":  # for each PDF a process is started
            list(read_documents(["-"], io.BytesIO(case.data)))
        documents = [each for each in found if isinstance(each, Document)]
        ended["documents"] = len(documents)
        ended["whole"] = sum(not each.truncated for each in documents)
        ended["reasons"] = [each.reason for each in found if not isinstance(each, Document)][:20]
        ended["leaked"] = any("root:" in each.text + each.title for each in documents)
    except (Exception, TooSlowError) as error:  # noqa: BLE001 as any but KgraphError is a fault of kgraph's
        ended["error"] = f"{type(error).__name__}: {error} {traceback.format_tb(error.__traceback__)[-1]}"
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        shutil.rmtree(folder)
    ended["seconds"] = round(time.process_time() - start, 2)
    return ended


if __name__ == "__main__":
    main(*sys.argv[1:])
