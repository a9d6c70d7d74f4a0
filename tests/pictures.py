"""Draws what a program printed for a terminal as an SVG: pictures.py TITLE <printed >picture."""

import sys

from rich.console import Console
from rich.text import Text

COLUMNS = 100

title = sys.argv[1]
console = Console(record=True, width=COLUMNS, file=open("/dev/null", "w"), force_terminal=True, color_system="truecolor")
console.print(Text.from_ansi(sys.stdin.read().rstrip("\n")))
# A fixed identifier: the same text gives the same bytes.
sys.stdout.write(console.export_svg(title=title, unique_id="stackgen"))
