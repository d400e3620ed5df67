"""Faults to plant in sound rulesets, one at a time, as authors make them."""

from pathlib import PurePath

from attrs import frozen

from stp_rules.scaffold.family import family_files

CARE = family_files("acme/care")[PurePath("acme/care/1.0.0.yaml")]
"""What `stp-rules init` begins with."""

LIBRARY = """\
language: 1
id: acme/library
version: 2027.1.0
title: Libraries
status: draft
effective: {from: 2027-04-01}
subject: {key: code, label: library}
reads: {'': missing, 'Yes': true, 'No': false}

scales:
  rating: {excellent: Excellent, good: Good, attention: Requires attention}
  staffing: [full, short]

parameters:
  near_best: {2027-04-01: 90, 2028-04-01: 95}
  near_worst: 40
  heavy: 2

inputs:
  near: {title: People living near, unit: percent, range: [0, 100], better: higher}
  access: {title: Hours open, range: {at_least: 0}, better: higher}
  visits: {title: Visits, range: {at_least: 0}, better: higher}
  population: {title: Population, range: {above: 0}, better: neither}
  staff: {title: Staffing, scale: staffing}
  region: {title: Region, type: label, values: [north, south]}
  closed: {title: Closed for a month, type: boolean, better: false}

levels:
  scores:
    near_score:
      title: Near
      from: near
      steps:
        - goalposts: {worst: near_worst, best: near_best}
        - multiply: 4
    access_score:
      from: access
      steps:
        - bands: [{at_least: 60, is: 4}, {at_least: 40, is: 3}, {at_least: 20, is: 2}, {is: 1}]
    visits_score:
      formula: 1000 * visits / population
      better: higher
      steps:
        - points: {0: 0, 5: 2, 10: 4}
    staff_score:
      from: staff
      steps:
        - scores: {full: 4, short: 1}

  domains:
    reach:
      mean: {near_score: heavy, access_score: 1}
      missing: ignore
      need: 1
    use:
      mean: [visits_score, staff_score]
      steps:
        - round: {digits: 1, half: up}
    low:
      count: {of: [near_score, access_score, staff_score], that_are: {at_most: 1}}

  overall:
    score:
      mean: [reach, use]
      steps:
        - add: 0.5
          when: {region: {is: north}}
        - limit: {at_most: 4}
    rating:
      from: score
      steps:
        - bands: [{at_least: 3, is: excellent}, {at_least: 2, is: good}, {is: attention}]
          scale: rating
        - no_better_than: good
          when: {any: [{closed: {is: true}}, {low: {at_least: 2}}]}
          because: nobody closed is excellent

promises:
  - better_never_hurts
  - every_category_reachable
  - no_cliffs: {of: 2}
"""
"""A method with one of nearly everything."""

TEXTS = {"care": CARE, "library": LIBRARY}


@frozen
class Mistake:
    """One fault: in which text, and what stands there in place of what."""

    name: str
    text: str
    right: str
    wrong: str

    @property
    def planted(self) -> str:
        """The text with the fault in it."""
        assert self.right in TEXTS[self.text], self.name
        return TEXTS[self.text].replace(self.right, self.wrong, 1)

    @property
    def lines(self) -> range:
        """The lines on which the fault stands."""
        before = TEXTS[self.text].partition(self.right)[0]
        first = before.count("\n") + 1
        return range(first, first + max(self.right.count("\n"), self.wrong.count("\n")) + 1)


MISTAKES = [
    Mistake(
        "no dash before bands",
        "care",
        "        - bands: [{at_least: 95",
        "          bands: [{at_least: 95",
    ),
    Mistake("tab", "care", "      from: seen_in_time", "\tfrom: seen_in_time"),
    Mistake("too far right", "care", "      from: seen_in_time", "        from: seen_in_time"),
    Mistake("too far left", "care", "      from: seen_in_time", "    from: seen_in_time"),
    Mistake(
        "too far left measure",
        "care",
        "    complaints_score:\n      title",
        "   complaints_score:\n      title",
    ),
    Mistake("percent weight", "care", "complaints_score: 1}", "complaints_score: 40%}"),
    Mistake(
        "percent in list weight",
        "library",
        "{near_score: heavy, access_score: 1}",
        "{near_score: 60%, access_score: 40}",
    ),
    Mistake("comma decimal add", "library", "add: 0.5", "add: 0,5"),
    Mistake("comma decimal band", "library", "{at_least: 3, is", "{at_least: 3,2, is"),
    Mistake("colon in title", "library", "title: People living near,", "title: People: near,"),
    Mistake("colon in title block", "care", "title: Score\n", "title: Score: all\n"),
    Mistake("en dash", "library", "add: 0.5", "add: \u20130.5"),
    Mistake("thousands comma", "library", "{at_least: 60, is", "{at_least: 400,000, is"),
    Mistake("thousands space", "library", "{at_least: 60, is", "{at_least: 400 000, is"),
    Mistake("atleast", "library", "{at_least: 60", "{atleast: 60"),
    Mistake("atleast rating", "care", "{at_least: 1.5", "{atleast: 1.5"),
    Mistake("at least", "care", "{at_least: 1.5", "{at least: 1.5"),
    Mistake("mising", "library", "missing: ignore", "mising: ignore"),
    Mistake(
        "Steps", "library", "      from: score\n      steps:", "      from: score\n      Steps:"
    ),
    Mistake(
        "steps misspelt scores",
        "library",
        "      from: access\n      steps:",
        "      from: access\n      step:",
    ),
    Mistake("misspelt from", "library", "      from: access\n", "      form: access\n"),
    Mistake("misspelt name", "library", "mean: [visits_score", "mean: [visit_score"),
    Mistake("name with space", "library", "mean: [visits_score", "mean: [visits score"),
    Mistake("misspelt input", "library", "from: access\n", "from: acces\n"),
    Mistake("misspelt in formula", "library", "* visits /", "* visit /"),
    Mistake("misspelt in condition", "library", "{closed: {is", "{close: {is"),
    Mistake(
        "band order",
        "care",
        "{at_least: 95, is: 2}, {at_least: 85, is: 1}",
        "{at_least: 85, is: 1}, {at_least: 95, is: 2}",
    ),
    Mistake(
        "band order rating",
        "care",
        "{at_least: 1.5, is: good}, {at_least: 0.5, is: fair}",
        "{at_least: 0.5, is: fair}, {at_least: 1.5, is: good}",
    ),
    Mistake("key twice", "library", "      need: 1\n", "      need: 1\n      need: 2\n"),
    Mistake("measure twice", "library", "    use:\n", "    reach:\n"),
    Mistake("measure twice other level", "library", "    use:\n", "    near_score:\n"),
    Mistake("input twice", "library", "  access: {title", "  near: {title"),
    Mistake("misspelt category", "library", "is: attention}", "is: atention}"),
    Mistake("label for id", "library", "is: attention}", "is: Requires attention}"),
    Mistake("capital category", "library", "is: good}", "is: Good}"),
    Mistake("capital cap", "library", "no_better_than: good", "no_better_than: Good"),
    Mistake("misspelt cap", "library", "no_better_than: good", "no_better_than: goood"),
    Mistake("yes key", "library", "'Yes': true", "Yes: true"),
    Mistake("is yes", "library", "closed: {is: true}", "closed: {is: yes}"),
    Mistake("is yes care", "care", "breach: {is: true}", "breach: {is: yes}"),
    Mistake(
        "level inside level",
        "library",
        "\n  overall:\n    score:\n      mean: [reach, use]",
        "\n    overall:\n    score:\n      mean: [reach, use]",
    ),
    Mistake("inputs nested", "library", "\ninputs:\n", "\n  inputs:\n"),
    Mistake("inputs nested care", "care", "\ninputs:\n", "\n  inputs:\n"),
    Mistake("levels nested", "care", "\nlevels:\n", "\n  levels:\n"),
    Mistake("scales nested", "care", "\nscales:\n", "\n  scales:\n"),
    Mistake("no level", "care", "levels:\n  scores:\n", "levels:\n"),
    Mistake(
        "measure without level",
        "library",
        "levels:\n  scores:\n",
        "levels:\n  near_pop: {from: near}\n  scores:\n",
    ),
    Mistake(
        "measure fields without level",
        "library",
        "levels:\n  scores:\n",
        "levels:\n  rate: {formula: near / population, better: higher}\n  scores:\n",
    ),
    Mistake("no scale", "care", "          scale: rating\n", ""),
    Mistake("no scale lib", "library", "          scale: rating\n", ""),
    Mistake("unknown scale", "library", "          scale: rating\n", "          scale: ratings\n"),
    Mistake(">= edge", "care", "{at_least: 95, is: 2}", "{>= 95: 2}"),
    Mistake(">=95 edge", "library", "{at_least: 60, is: 4}", "{>=60: 4}"),
    Mistake("text condition", "library", "when: {region: {is: north}}", "when: region = north"),
    Mistake("text condition 2", "care", "when: {breach: {is: true}}", "when: breach"),
    Mistake("uk date param", "library", "2027-04-01: 90", "01/04/2027: 90"),
    Mistake("date words", "library", "2027-04-01: 90", "1 April 2027: 90"),
    Mistake("dotted date effective", "library", "from: 2027-04-01", "from: 01.04.2027"),
    Mistake("dotted date param", "library", "2027-04-01: 90", "01.04.2027: 90"),
    Mistake("from no colon", "library", "from: access\n", "from access\n"),
    Mistake("from no space", "library", "from: access\n", "from:access\n"),
    Mistake("title no space", "library", "title: Near\n", "title:Near\n"),
    Mistake("missing ]", "care", "{is: 0}]", "{is: 0}"),
    Mistake("missing ] lib", "library", "{is: attention}]", "{is: attention}"),
    Mistake("missing }", "care", "{at_least: 95, is: 2}, ", "{at_least: 95, is: 2, "),
    Mistake(
        "missing } lib",
        "library",
        "{at_least: 3, is: excellent}, ",
        "{at_least: 3, is: excellent, ",
    ),
    Mistake(
        "missing } input",
        "library",
        "range: [0, 100], better: higher}",
        "range: [0, 100], better: higher",
    ),
    Mistake(
        "missing } when", "library", "when: {region: {is: north}}", "when: {region: {is: north}"
    ),
    Mistake("missing } goalposts", "library", "best: near_best}", "best: near_best"),
    Mistake("extra }", "library", "best: near_best}", "best: near_best}}"),
    Mistake("missing comma", "library", "{at_least: 60, is: 4}, ", "{at_least: 60, is: 4} "),
    Mistake("missing comma in map", "library", "{at_least: 60, is: 4}", "{at_least: 60 is: 4}"),
    Mistake("open quote", "library", "title: Near\n", 'title: "Near\n'),
    Mistake("no last band", "care", ", {is: 0}]", "]"),
    Mistake("no last band rating", "care", ", {is: poor}]", "]"),
    Mistake(
        "opposed",
        "library",
        "steps:\n        - scores: {full: 4, short: 1}",
        "steps:\n        - scores: {full: 1, short: 4}",
    ),
    Mistake(
        "opposed input",
        "library",
        "access: {title: Hours open, range: {at_least: 0}, better: higher}",
        "access: {title: Hours open, range: {at_least: 0}, better: lower}",
    ),
    Mistake(
        "level inside level 2",
        "library",
        (
            "  overall:\n"
            "    score:\n"
            "      mean: [reach, use]\n"
            "      steps:\n"
            "        - add: 0.5\n"
            "          when: {region: {is: north}}\n"
            "        - limit: {at_most: 4}\n"
        ),
        "    overall:\n      score:\n        mean: [reach, use]\n",
    ),
    Mistake("circle", "library", "from: access\n", "from: reach\n"),
    Mistake("if", "library", "when: {region", "if: {region"),
    Mistake("cap", "care", "no_better_than: fair", "cap: fair"),
    Mistake("average", "library", "mean: [visits_score", "average: [visits_score"),
    Mistake("average main", "care", "mean: {seen", "average: {seen"),
    Mistake("from/to bands", "library", "{at_least: 40, is: 3}", "{from: 40, to: 60, is: 3}"),
    Mistake(
        "min/max goalposts",
        "library",
        "{worst: near_worst, best: near_best}",
        "{min: near_worst, max: near_best}",
    ),
    Mistake("else", "library", "{is: 1}]", "{else: 1}]"),
    Mistake("=formula", "library", "formula: 1000", "formula: =1000"),
    Mistake("^ formula", "library", "visits / population", "visits ^ 2 / population"),
    Mistake(
        "IF formula",
        "library",
        "formula: 1000 * visits / population",
        "formula: IF(visits > 2, 1, 0)",
    ),
    Mistake(
        "ROUND formula",
        "library",
        "formula: 1000 * visits / population",
        "formula: ROUND(1000 * visits / population, 1)",
    ),
    Mistake("round short", "library", "round: {digits: 1, half: up}", "round: 1"),
    Mistake("range text", "library", "range: [0, 100]", "range: 0-100"),
    Mistake("hash in title", "library", "{title: Hours open,", "{title: Hours #open,"),
    Mistake("apostrophe", "library", "title: Near\n", "title: 'people's own'\n"),
    Mistake("apostrophe in map", "library", "title: People living near", "title: 'people's own'"),
    Mistake("comma in title", "library", "title: Hours open,", "title: Hours, open,"),
    Mistake("no-break space", "library", "      from: access\n", "     \xa0from: access\n"),
    Mistake("star bullet", "library", "        - add: 0.5", "        * add: 0.5"),
    Mistake("endash bullet", "library", "        - add: 0.5", "        \u2013 add: 0.5"),
    Mistake("no dash add", "library", "        - add: 0.5", "        add: 0.5"),
    Mistake("win path", "library", "title: Near\n", 'title: "C:\\Users\\me"\n'),
    Mistake("need of", "library", "need: 1\n", "need: 1 of 2\n"),
    Mistake("need too many", "library", "need: 1\n", "need: 3\n"),
    Mistake("zero weight", "care", "complaints_score: 1}", "complaints_score: 0}"),
    Mistake("missing average", "library", "missing: ignore", "missing: average"),
    Mistake("unknown parameter", "library", "worst: near_worst", "worst: near_wrst"),
    Mistake("unused parameter", "library", "worst: near_worst", "worst: 40"),
    Mistake(
        "better word",
        "library",
        "population: {title: Population, range: {above: 0}, better: neither}",
        "population: {title: Population, range: {above: 0}, better: up}",
    ),
    Mistake("type word", "library", "type: boolean", "type: bool"),
    Mistake(
        "type scale word",
        "library",
        "staff: {title: Staffing, scale: staffing}",
        "staff: {title: Staffing, type: staffing}",
    ),
    Mistake(
        "scores missing category", "library", "scores: {full: 4, short: 1}", "scores: {full: 4}"
    ),
    Mistake(
        "scores misspelt", "library", "scores: {full: 4, short: 1}", "scores: {full: 4, shrt: 1}"
    ),
    Mistake("unknown promise", "care", "- total ", "- totals "),
    Mistake("unknown promise option", "care", "no_cliffs: {of: 2}", "no_cliffs: {off: 2}"),
    Mistake("promise no of", "library", "no_cliffs: {of: 2}", "no_cliffs"),
    Mistake("bad version", "library", "version: 2027.1.0", "version: 2027.1"),
    Mistake("bad id", "library", "id: acme/library", "id: Acme/Library"),
    Mistake("status word", "library", "status: draft", "status: final"),
    Mistake("no version", "library", "version: 2027.1.0\n", ""),
    Mistake("no language", "care", "language: 1 ", "langage: 1 "),
    Mistake("evidence word", "care", "evidence: assumed ", "evidence: guess "),
    Mistake("number as text", "library", "multiply: 4", "multiply: four"),
    Mistake("count test", "library", "that_are: {at_most: 1}", "that_are: {atmost: 1}"),
    Mistake(
        "count list",
        "library",
        "count: {of: [near_score, access_score, staff_score], that_are: {at_most: 1}}",
        "count: [near_score, access_score]",
    ),
    Mistake("label not listed", "library", "region: {is: north}", "region: {is: nort}"),
    Mistake("test of label", "library", "region: {is: north}", "region: {at_least: 2}"),
    Mistake("test number for bool", "library", "closed: {is: true}", "closed: {is: 1}"),
    Mistake("cap on number", "library", "- limit: {at_most: 4}", "- no_better_than: 4"),
    Mistake("limit word", "library", "limit: {at_most: 4}", "limit: {max: 4}"),
    Mistake(
        "points order text",
        "library",
        "points: {0: 0, 5: 2, 10: 4}",
        "points: {0: 0, five: 2, 10: 4}",
    ),
    Mistake("points list", "library", "points: {0: 0, 5: 2, 10: 4}", "points: [0, 5, 10]"),
    Mistake("result unknown", "care", "status: draft ", "result: ratng\nstatus: draft "),
    Mistake(
        "as reserved",
        "library",
        "          scale: rating\n",
        "          scale: rating\n          as: share\n",
    ),
    Mistake(
        "as twice",
        "library",
        "          scale: rating\n",
        "          scale: rating\n          as: low\n",
    ),
    Mistake("set boolean", "library", "no_better_than: good\n", "set: true\n"),
    Mistake("set number", "library", "no_better_than: good\n", "set: 2\n"),
    Mistake(
        "decide measure kind",
        "library",
        (
            "from: access\n"
            "      steps:\n"
            "        - bands: [{at_least: 60, is: 4}, {at_least: 40, is: 3}, {at_least: "
            "20, is: 2}, {is: 1}]"
        ),
        (
            "decide:\n"
            "        - {when: {access: {at_least: 60}}, then: 4}\n"
            "        - {when: {near: {above: 3}}, then: staff}\n"
            "        - {otherwise: 1}"
        ),
    ),
    Mistake("range upside down", "library", "range: [0, 100]", "range: [100, 0]"),
    Mistake("digit name", "library", "    reach:\n", "    2reach:\n"),
    Mistake("hyphen name", "library", "  near: {title", "  near-by: {title"),
    Mistake("hyphen measure", "care", "    seen_score:\n", "    seen-score:\n"),
    Mistake(
        "scale twice",
        "library",
        "excellent: Excellent, good: Good,",
        "excellent: Excellent, excellent: Good,",
    ),
    Mistake("scale one text", "library", "staffing: [full, short]", "staffing: full"),
    Mistake("subject text", "library", "subject: {key: code, label: library}", "subject: code"),
    Mistake(
        "bad source",
        "library",
        "    reach:\n      mean",
        "    reach:\n      source: nowhere\n      mean",
    ),
    Mistake(
        "two sources",
        "library",
        "    reach:\n      mean",
        "    reach:\n      from: near_score\n      mean",
    ),
    Mistake("no source", "library", "      from: access\n", ""),
    Mistake("round half", "library", "half: up", "half: upp"),
    Mistake("unclosed list weights", "library", "mean: [reach, use]", "mean: [reach, use"),
    Mistake("semicolon", "library", "mean: [reach, use]", "mean: [reach; use]"),
    Mistake(
        "weights as list of maps",
        "library",
        "mean: {near_score: heavy, access_score: 1}",
        "mean: [near_score: 2, access_score: 1]",
    ),
    Mistake("quoted number weight", "care", "complaints_score: 1}", 'complaints_score: "1"}'),
    Mistake(
        "scale of a measure",
        "library",
        "mean: [visits_score, staff_score]",
        "mean: [visits_score, staff]",
    ),
    Mistake(
        "bands on category",
        "library",
        "        - scores: {full: 4, short: 1}",
        "        - bands: [{at_least: 2, is: 4}, {is: 1}]",
    ),
    Mistake("empty level", "library", "levels:\n  scores:\n", "levels:\n  nothing:\n  scores:\n"),
    Mistake("empty measure", "library", "    low:\n", "    lowest:\n    low:\n"),
    Mistake("type of labels", "library", "type: label, values", "values"),
    Mistake("type of a truth", "library", "type: boolean, better: false", "better: false"),
    Mistake(
        "range of a truth",
        "library",
        "type: boolean, better",
        "range: [0, 1], type: boolean, better",
    ),
    Mistake("scale of an input", "library", "scale: staffing}", "range: [0, 4]}"),
    Mistake("misspelt scale of an input", "library", "scale: staffing}", "scale: stafing}"),
    Mistake("misspelt label of an input", "library", "[north, south]", "[nort, south]"),
    Mistake("misspelt type", "library", "type: label", "type: lable"),
    Mistake(
        "a line of a list at another depth", "library", "        - limit:", "          - limit:"
    ),
]
