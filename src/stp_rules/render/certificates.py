"""Certificates as files, and what came of checking one as text."""

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from stp_rules.display import lines_text, shown

if TYPE_CHECKING:
    from stp_rules.verifying.checker import Verification

Certificate = Mapping[str, Any]


def certificate_text(certificate: Certificate) -> str:
    """Write a certificate as JSON, a line for each claim."""
    arguments = ",\n".join(map(_argument, certificate["arguments"]))
    rest = {name: it for name, it in certificate.items() if name != "arguments"}
    head = json.dumps(rest, indent=1, ensure_ascii=False).removesuffix("\n}")
    return f'{head},\n "arguments": [\n{arguments}\n ]\n}}\n'


def _argument(argument: Certificate) -> str:
    rest = {name: it for name, it in argument.items() if name != "claims"}
    head = json.dumps(rest, ensure_ascii=False)
    if "claims" not in argument:
        return f"  {head}"
    claims = (f"   {json.dumps(it, ensure_ascii=False)}" for it in argument["claims"])
    return f'  {head[:-1]}, "claims": [\n' + ",\n".join(claims) + "\n  ]}"


def certificate_name(certificate: Certificate) -> str:
    """Return a name for the file of a certificate: its promise, and its first day."""
    promise, days = certificate["promise"], certificate.get("days", {})
    parts = [promise["kind"].replace("_", "-")]
    parts += [f"of-{promise['of']}"] if "of" in promise else []
    parts += [f"inside-{promise['inside']}"] if "inside" in promise else []
    parts += [f"from-{days['start']}"] if "start" in days else []
    parts += [f"until-{days['end']}"] if days.keys() == {"end"} else []
    return "-".join(parts)


def unchecked(certificate: Certificate) -> Iterator[str]:
    """Say of what a certificate makes no claim that could be checked."""
    for it in certificate["arguments"]:
        if "unchecked" in it:
            names = ", ".join(f"`{name}`" for name in it["moved"])
            yield f"moves of {names}, {it['unchecked']}" if names else it["unchecked"]


def verification_text(file: str, found: "Verification") -> str:
    """Write what came of checking a certificate."""
    said = {
        "verified": f"verified, {found.claims} claims",
        "verified_but": f"verified, {found.claims} claims, but for what it does not claim",
        "rejected": f"rejected: {found.why}",
    }[found.outcome]
    lines = [f"{shown(file)}: {said}", *(f"  not checked: {it}" for it in found.unchecked)]
    return lines_text(lines)
