"""The build backend of pyproject.toml (PEP 517): an empty wheel that depends on docbuild's own, of the same version."""

import pathlib
import re
import zipfile

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
NAME = "docbuild_hook"


def version():
    text = (TOP / "Sources/DocbuildEngine/System/Version.swift").read_text()
    return re.search(r'^package let docbuildVersion = "(.*)"$', text, re.M)[1]


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    info = f"{NAME}-{version()}.dist-info"
    files = {
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: docbuild-hook\nVersion: {version()}\n"
                            f"Requires-Dist: docbuild-md[symbols]=={version()}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: docbuild\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    # Digests are asked of no file whose line leaves them out.
    files[f"{info}/RECORD"] = "".join(f"{name},,\n" for name in [*files, f"{info}/RECORD"])
    made = f"{NAME}-{version()}-py3-none-any.whl"
    with zipfile.ZipFile(pathlib.Path(wheel_directory) / made, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return made
