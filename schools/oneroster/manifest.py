"""manifest.csv: the version, and of each file whether it is full, a delta, absent."""

from dataclasses import dataclass

from schools.oneroster import spec
from schools.oneroster.packages import Package
from schools.oneroster.problems import Problems, Unreadable
from schools.oneroster.sheets import rows_of
from schools.oneroster.spec import FileSpec

LARGEST = 64 * 1024
"""Bytes: many times what sixteen files need, for it is read while somebody waits."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the package says of itself."""

    version: str
    modes: dict[str, str]

    def holds(self, file: FileSpec) -> bool:
        return self.modes[file.name] != spec.ABSENT

    def is_full(self, file: FileSpec) -> bool:
        return self.modes[file.name] == spec.BULK


def read_manifest(package: Package) -> Manifest:
    """Read and check it. Raises Unreadable: without it, full and delta look alike."""
    if not package.has(spec.MANIFEST.file):
        raise Unreadable(
            "manifest.csv is missing. Without it we cannot know whether the files are "
            "complete or hold changes only. Is this a OneRoster export?"
        )
    if package.size(spec.MANIFEST.file) > LARGEST:
        raise Unreadable(
            "manifest.csv is larger than 64 KB. It has one short line for each file: "
            "is another file so named?"
        )
    with package.open(spec.MANIFEST.file) as stored:
        said = {
            row.get("propertyName").lower(): row.get("value").lower()
            for row in rows_of(stored, spec.MANIFEST, Problems())
        }
    manifest = Manifest(
        said.get("oneroster.version", ""),
        {file.name: _mode(file, package, said) for file in spec.READ},
    )
    _refuse_unknown_version(manifest.version)
    return manifest


def _mode(file: FileSpec, package: Package, said: dict[str, str]) -> str:
    mode = said.get(f"file.{file.name}".lower(), spec.ABSENT)
    if mode not in spec.MODES:
        raise Unreadable(
            f"manifest.csv calls {file.file} “{mode[:20]}”; it can be bulk, delta or "
            "absent."
        )
    if mode != spec.ABSENT and not package.has(file.file):
        raise Unreadable(f"manifest.csv promises {file.file}, but it is not there.")
    return mode


def _refuse_unknown_version(version: str) -> None:
    if version not in spec.VERSIONS:
        raise Unreadable(
            f"This is OneRoster version “{version[:20]}”; we read 1.1 and 1.2."
        )
