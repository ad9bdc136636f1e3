"""A folder or the address of an object store comes in, whole files are read from it and written to it."""

import os
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

from fsspec.core import url_to_fs
from fsspec.implementations.local import LocalFileSystem

from kgraph.errors import KgraphError


class Folder:
    """A place that tasks on several machines share: a path, or an address such as s3://bucket/folder."""

    def __init__(self, address: str) -> None:
        self.address = address
        try:
            self._system, self._root = url_to_fs(address)
            self._system.makedirs(self._root, exist_ok=True)
        except (ImportError, OSError, ValueError) as error:
            raise KgraphError(f"{address} cannot be used: {error}") from error

    def read(self, name: str) -> bytes | None:
        """A file's content, None where there is no such file."""
        try:
            content: bytes = self._system.cat_file(f"{self._root}/{name}")
        except FileNotFoundError:
            return None
        except OSError as error:
            raise KgraphError(f"{name} in {self.address} cannot be read: {error}") from error
        return content

    def write(self, name: str, content: bytes) -> str:
        """Write a file: whoever looks sees all of it or none, whatever is cut off. Returns its SHA-256."""
        try:
            if isinstance(self._system, LocalFileSystem):
                replace_file(Path(self._root) / name, content)
            else:
                self._system.pipe_file(f"{self._root}/{name}", content)  # an object is there when all of it is
        except OSError as error:
            raise KgraphError(f"{name} in {self.address} cannot be written: {error}") from error
        return sha256(content).hexdigest()


def replace_file(path: Path, content: bytes) -> None:
    """Write a file under another name, which no other writer of it has, and give it its own when it is on the disk."""
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).chmod(0o644)
    Path(file.name).replace(path)
