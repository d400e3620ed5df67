"""Write into the pages what the software prints now, to be read before it is kept.

python3 run.py python tests/docs/rewrite.py
"""

import os
import shutil
import tempfile
from pathlib import Path as File

from test_documentation import PAGES, ROOT, Desk, blocks


def rewritten(text: str) -> str:
    """Return a page with what is printed now."""
    desk, parts, at = Desk(), [], 0
    for block, start, end in blocks(text):
        parts += [text[at:start], desk.work(block)]
        at = end
    return "".join([*parts, text[at:]])


def main() -> None:
    """Rewrite every page, each in a folder of its own."""
    os.environ["COLUMNS"] = "80"
    for page in PAGES:
        with tempfile.TemporaryDirectory() as folder:
            for name in ("rules", "examples"):
                shutil.copytree(ROOT / name, File(folder) / name)
            os.chdir(folder)
            page.write_text(rewritten(page.read_text(encoding="utf-8")), encoding="utf-8")
            os.chdir(ROOT)


if __name__ == "__main__":
    main()
