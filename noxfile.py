"""The checks as nox sessions, each in an environment of its own."""

import nox

nox.options.sessions = ["lint", "types", "imports", "tests"]
nox.options.reuse_existing_virtualenvs = True
nox.options.error_on_missing_interpreters = False


def run(session: nox.Session, extra: str, *commands: str) -> None:
    """Install the checkout with an extra and run the commands, the last with what the user adds."""
    session.install("--editable", f".[{extra}]")
    *first, last = (command.split() for command in commands)
    for command in first:
        session.run(*command)
    session.run(*last, *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Look for faults of style and formatting."""
    run(session, "dev", "ruff check", "ruff format --check")


@nox.session
def types(session: nox.Session) -> None:
    """Check the types of the library."""
    run(session, "dev", "mypy --strict src")


@nox.session
def imports(session: nox.Session) -> None:
    """Check that each room imports only from rooms below it."""
    run(session, "dev", "lint-imports")


@nox.session(python=["3.11", "3.12", "3.13"])
def tests(session: nox.Session) -> None:
    """Run the tests on each supported Python."""
    run(session, "test", "pytest")


@nox.session
def benchmarks(session: nox.Session) -> None:
    """Measure, where the ordinary run only tries each benchmark once."""
    run(session, "test", "pytest tests/benchmarks --benchmark-enable --benchmark-only")


@nox.session
def nightly(session: nox.Session) -> None:
    """Run the property tests with many more examples."""
    run(session, "test", "pytest --hypothesis-profile=nightly")


READERS = ("ruleset", "formula", "condition", "csv", "json", "jsonl", "reference", "cases")


@nox.session(python="3.11")
@nox.parametrize("reader", READERS)
def fuzz(session: nox.Session, reader: str) -> None:
    """Hand one reader what coverage leads to, for an hour."""
    run(session, "fuzz", f"python tests/hostile/fuzz.py {reader} -max_total_time=3600")


@nox.session(python="3.11")
def lowest(session: nox.Session) -> None:
    """Run the tests with the lowest versions that pyproject.toml allows."""
    session.install("uv")
    session.run("uv", "pip", "install", "--resolution=lowest-direct", "--editable", ".[test]")
    session.run("pytest", *session.posargs)
