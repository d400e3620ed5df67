"""The command as a module: `python -m stp_rules.cli`."""

from stp_rules.cli import main

if __name__ == "__main__":
    main()
