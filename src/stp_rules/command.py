"""The command from its first moment on: interrupted while it is loaded, it ends in words too."""

import sys

INTERRUPTED = 130


def main() -> None:
    """Load the command `stp-rules`, and run it."""
    try:
        from stp_rules.cli import main as run  # noqa: PLC0415 - what takes long is loaded in here
    except KeyboardInterrupt:
        if sys.stderr:
            sys.stderr.write("interrupted\n")
        raise SystemExit(INTERRUPTED) from None
    run()
