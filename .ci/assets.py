"""Style sheets and scripts are put in order, and read: `assets.py [--check] FILE...`.

The formatters know no column limit, so this also says which lines of the named files (templates
among them) are too long to be reviewed side by side.
"""

import sys
from pathlib import Path

import cssbeautifier
import jsbeautifier

COLUMNS = 120


def css_in_order(text: str) -> str:
    options = cssbeautifier.default_options()
    options.indent_size = 2
    options.end_with_newline = True
    options.newline_between_rules = False
    options.space_around_combinator = True
    return cssbeautifier.beautify(text, options)


def js_in_order(text: str) -> str:
    """Spaces and indentation; where a line is broken is for its author."""
    options = jsbeautifier.default_options()
    options.indent_size = 2
    options.end_with_newline = True
    options.space_after_anon_function = True
    options.brace_style = "collapse,preserve-inline"
    options.operator_position = "preserve-newline"
    options.max_preserve_newlines = 2
    return jsbeautifier.beautify(text, options)


IN_ORDER = {".css": css_in_order, ".js": js_in_order}


def complaints(path: Path, *, check: bool) -> list[str]:
    text = path.read_text(encoding="utf-8")
    in_order = IN_ORDER.get(path.suffix, str)(text)
    found = []
    if in_order != text:
        if check:
            found.append(f"{path}: not in order, `make format` mends it")
        else:
            path.write_text(in_order, encoding="utf-8")
    for number, line in enumerate(in_order.splitlines(), 1):
        if len(line) > COLUMNS:
            found.append(f"{path}:{number}: {len(line)} characters, at most {COLUMNS}")
    return found


def main(arguments: list[str]) -> int:
    check = "--check" in arguments
    paths = [Path(argument) for argument in arguments if argument != "--check"]
    found = [one for path in paths for one in complaints(path, check=check)]
    sys.stderr.writelines(f"{one}\n" for one in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
