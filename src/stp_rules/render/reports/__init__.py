"""Reports for machines: each writer takes a `Report` and returns a text."""

from collections.abc import Callable, Mapping

from stp_rules.render.findings import Report
from stp_rules.render.reports.github import github_text
from stp_rules.render.reports.junit import junit_text
from stp_rules.render.reports.plain import json_text
from stp_rules.render.reports.sarif import sarif_text

WRITERS: Mapping[str, Callable[[Report], str]] = {
    "json": json_text,
    "github": github_text,
    "sarif": sarif_text,
    "junit": junit_text,
}
