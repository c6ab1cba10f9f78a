"""Where the product stands, and where it keeps what it makes."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VAR = Path(os.environ.get("SRO_VAR") or ROOT / "var").resolve()
