"""The program behind `drawer`: reads a question a line, answers it on a line, and ends with its input.

It runs as a file by itself, so it knows nothing of the package around it.
"""

from __future__ import annotations

import json
import sys

from vl_convert import register_font_directory, vegalite_to_svg


def main() -> None:
    """Answer `[specification, version, font folders]` with `[svg, ""]`, or with `["", fault]` where it cannot."""
    known: set[str] = set()
    for line in sys.stdin:
        specification, version, fonts = json.loads(line)
        for folder in set(fonts) - known:
            register_font_directory(folder)
            known.add(folder)
        try:
            answer = [vegalite_to_svg(specification, vl_version=version, allowed_base_urls=[]), ""]
        except ValueError as fault:
            answer = ["", str(fault)]
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
