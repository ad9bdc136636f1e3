"""This checkout in, a table out: the megabytes of each distribution that `pip install .` brings, and their sum."""

import subprocess
import sysconfig
import venv
from importlib.metadata import Distribution, distributions
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parent.parent
MEGABYTE = 1_000_000


def main() -> None:
    with TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = Path(sysconfig.get_path("scripts", "venv", {"base": folder})) / "python"
        subprocess.run([python, "-m", "pip", "install", "--quiet", ROOT], check=True)
        packages = sysconfig.get_path("purelib", "venv", {"base": folder})
        sizes = {found.name: measure(found) for found in distributions(path=[packages]) if found.name != "pip"}
    for name, size in sorted(sizes.items(), key=lambda item: (-item[1], item[0])):
        print(f"{size / MEGABYTE:7.1f}  {name}")
    print(f"{sum(sizes.values()) / MEGABYTE:7.1f}  all {len(sizes)}")


def measure(found: Distribution) -> int:
    """The bytes of its files, compiled modules included."""
    paths = [Path(str(file.locate())) for file in found.files or ()]
    return sum(path.stat().st_size for path in paths if path.is_file())


if __name__ == "__main__":
    main()
