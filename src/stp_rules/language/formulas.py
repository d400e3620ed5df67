"""The text of a formula to an expression, exactly as written, and back."""

import ast
import re
from fractions import Fraction
from functools import lru_cache

from stp_rules.errors import nearest
from stp_rules.figures import number_text
from stp_rules.language.expressions import Call, Expression, Name
from stp_rules.language.scalars import number

_OPERATORS: dict[type[ast.operator], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
}
FUNCTIONS = {"min": None, "max": None, "abs": 1, "log": 1, "exp": 1, "sqrt": 1}
"""The functions of formulas, each with the number of its arguments; `None` is one or more."""

LARGEST = 1000
"""How many numbers, names, operators and calls a formula may have, roughly."""

DEEPEST = 100
"""How deep the operators and calls of a formula may be nested; a sum nests to the left."""

_TOO_LONG = "this formula is too long"
_SPLIT = "split it: a part of it can be a measure of its own"
_FORM = "a formula is arithmetic over names: + - * / ( ) and min max abs log exp sqrt"
_COMPARE = "compare in a condition: `decide: [{when: ..., then: ...}, {otherwise: ...}]`"
_FOREIGN = {
    r"\^|\*\*": "write a power as a product, such as waits * waits",
    r"%": "write 10% as 0.1",
    r";": "put a comma between the arguments of a function",
    r"[<>]=?|[=!]=": _COMPARE,
    r"=": "write only what stands to the right of the sign",
    r"//": "divide with /, and round in a `round` step",
    r"(?i)(?<!\w)[\d.]*\d(?!e[+-]?\d)[a-z]+": "write a product with *, such as 2 * waits",
    r"[^A-Za-z0-9_\s.,()+*/-]": _FORM,  # Python reads a full width letter as the plain one
}
"""What stands in the formulas of other languages, and what to write here."""


class FormulaError(ValueError):
    """A formula is not one; `hint` says what to do, `part` is the word that is wrong."""

    def __init__(self, message: str, hint: str = _FORM, part: str = "") -> None:
        """Keep the sentence and the hint."""
        super().__init__(message)
        self.hint = hint
        self.part = part


@lru_cache(maxsize=1024)
def parse_formula(text: str) -> Expression:
    """Read a formula; FormulaError where it is more, or less, than arithmetic over names."""
    written = text.strip()
    _refuse_foreign(written)
    try:
        tree = ast.parse(written, mode="eval")
    except SyntaxError as error:
        raise _unreadable(written, (error.offset or 1) - 1) from None
    except (ValueError, MemoryError, RecursionError):
        raise FormulaError(_TOO_LONG, _SPLIT) from None
    if sum(1 for _ in ast.walk(tree)) > LARGEST or _depth(tree) > DEEPEST:
        raise FormulaError(_TOO_LONG, _SPLIT)
    return _expression(tree.body, written)


def _depth(tree: ast.AST) -> int:
    layer, depth = [tree], 0
    while layer:
        layer = [inner for node in layer for inner in ast.iter_child_nodes(node)]
        depth += 1
    return depth


def _refuse_foreign(text: str) -> None:
    for sign, hint in _FOREIGN.items():
        if found := re.search(sign, text):
            part = found.group()
            raise FormulaError(f"`{part}` has no meaning in a formula", hint, part)


def _unreadable(text: str, at: int) -> FormulaError:
    rest = text[at:].strip()
    where = f"cannot be read from `{rest}` on" if rest else "ends too early"
    return FormulaError(f"the formula {where}" if text else "the formula is empty", part=rest)


def _expression(node: ast.expr, text: str) -> Expression:
    match node:
        case ast.Name(name):
            return Name(name)
        case ast.Constant():
            return _number(node, text)
        case ast.BinOp(left, operator, right) if type(operator) in _OPERATORS:
            sides = (_expression(left, text), _expression(right, text))
            return Call(_OPERATORS[type(operator)], sides)
        case ast.UnaryOp(ast.USub(), operand):
            return Call("-", (Fraction(0), _expression(operand, text)))
        case ast.UnaryOp(ast.UAdd(), operand):
            return _expression(operand, text)
        case ast.Call(ast.Name(function), arguments, []):
            return _call(function, tuple(_expression(argument, text) for argument in arguments))
    part = ast.get_source_segment(text, node) or text
    hint = "write decimals with a point, such as 1.5" if isinstance(node, ast.Tuple) else _FORM
    raise FormulaError(f"`{part}` is not arithmetic over names", hint, part)


def _number(node: ast.Constant, text: str) -> Fraction:
    written = ast.get_source_segment(text, node) or ""
    value = number(written)
    if value is None:
        hint = "write plain digits, such as 1000 or 0.5"
        raise FormulaError(f"`{written}` is not a number", hint, written)
    return value


def _call(function: str, arguments: tuple[Expression, ...]) -> Call:
    if function not in FUNCTIONS:
        hint = nearest(function, FUNCTIONS) or f"known: {', '.join(FUNCTIONS)}"
        raise FormulaError(f"`{function}` is not a function of formulas", hint, function)
    wanted = FUNCTIONS[function]
    if not arguments or wanted not in (None, len(arguments)):
        count = "one value" if wanted == 1 else "at least one value"
        raise FormulaError(f"`{function}` takes {count}", f"write {function}(...)", function)
    return Call(function, arguments)


_BINDING = {"+": 1, "-": 1, "*": 2, "/": 2}


def formula_text(expression: Expression) -> str:
    """Write an expression so that `parse_formula` reads it as it is."""
    match expression:
        case Name(name):
            return name
        case Call(function, (left, right)) if function in _BINDING:
            binding = _BINDING[function]
            return f"{_part(left, binding)} {function} {_part(right, binding + 1)}"
        case Call(function, arguments):
            return f"{function}({', '.join(map(formula_text, arguments))})"
    return number_text(expression)


def _part(expression: Expression, binding: int) -> str:
    """Write one side of an operator, in brackets where it binds less."""
    text = formula_text(expression)
    weak = isinstance(expression, Call) and _BINDING.get(expression.function, binding) < binding
    return f"({text})" if weak else text
