"""The text of a formula to an expression, exactly as written."""

import ast
from fractions import Fraction

from stp_rules.errors import nearest
from stp_rules.loading.scalars import number
from stp_rules.model import Call, Expression, Name

_OPERATORS: dict[type[ast.operator], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
}
FUNCTIONS = {"min": None, "max": None, "abs": 1, "log": 1, "exp": 1, "sqrt": 1}
"""The functions of formulas, each with the number of its arguments; `None` is one or more."""


class FormulaError(ValueError):
    """A formula is not one; `hint` says what to do."""

    def __init__(self, message: str, hint: str = "") -> None:
        """Keep the sentence and the hint."""
        super().__init__(message)
        self.hint = hint


def parse_formula(text: str) -> Expression:
    """Read a formula; FormulaError where it is more, or less, than arithmetic over names."""
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        said = getattr(error, "msg", "it cannot be read")
        raise FormulaError(f"this is not a formula: {said}", _FORM) from None
    return _expression(tree.body, text.strip())


_FORM = "a formula is arithmetic over names: + - * / ( ) and min max abs log exp sqrt"


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
    part = ast.get_source_segment(text, node)
    raise FormulaError(f"`{part}` is not arithmetic over names", _FORM)


def _number(node: ast.Constant, text: str) -> Fraction:
    written = ast.get_source_segment(text, node) or ""
    value = number(written)
    if value is None:
        raise FormulaError(f"`{written}` is not a number", "write plain digits, such as 1000 or 0.5")
    return value


def _call(function: str, arguments: tuple[Expression, ...]) -> Call:
    if function not in FUNCTIONS:
        hint = nearest(function, FUNCTIONS) or f"known: {', '.join(FUNCTIONS)}"
        raise FormulaError(f"`{function}` is not a function of formulas", hint)
    wanted = FUNCTIONS[function]
    if not arguments or wanted not in (None, len(arguments)):
        count = "one argument" if wanted == 1 else "at least one argument"
        raise FormulaError(f"`{function}` takes {count}")
    return Call(function, arguments)
