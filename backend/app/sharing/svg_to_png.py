"""A program that reads an SVG from its input, draws it, and writes a PNG. Its arguments are paths of fonts.

`--system` before them adds the fonts of the machine, for scripts that they lack.
"""

import contextlib
import os
import sys

import resvg_py


def main(arguments: list[str]) -> None:
    with contextlib.suppress(AttributeError):  # Windows has no such call
        os.nice(10)  # votes go first
    uses_system = arguments[:1] == ["--system"]
    png = resvg_py.svg_to_bytes(
        svg_string=sys.stdin.buffer.read().decode(),
        font_files=arguments[uses_system:],
        skip_system_fonts=not uses_system,
    )
    sys.stdout.buffer.write(png)


if __name__ == "__main__":
    main(sys.argv[1:])
