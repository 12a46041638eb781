"""The software bill of materials (CycloneDX 1.6, JSON) and the list of licences of a bundle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from web.deploy.dependencies import Dependency

Json = dict[str, Any]


def bill_of_materials(
    found: Sequence[Dependency], program: str, data: Sequence[Json], digests: Mapping[str, str]
) -> Json:
    """Return the bill of the packages `found`, of which `program` is our own.

    `data` are components that are no packages; `digests` the SHA-256 of each package's wheel.
    """
    components = {one.name: _component(one, digests[one.name]) for one in found}
    main = {**components.pop(program), "type": "application"}
    refs = {name: component["bom-ref"] for name, component in components.items()}
    refs[program] = main["bom-ref"]
    links = [
        {"ref": refs[one.name], "dependsOn": [refs[name] for name in one.requires]} for one in found
    ]
    # The same contents have the same number.
    number = uuid5(NAMESPACE_URL, "".join(sorted(digests.values())))
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{number}",
        "version": 1,
        "metadata": {"component": main},
        "components": [*components.values(), *data],
        "dependencies": links,
    }


def licence_list(found: Sequence[Dependency]) -> str:
    """Return a line for each package: its name, version and licence."""
    head = "Each package's licence texts are in its wheel (*.dist-info).\n\n"
    return head + "".join(f"{one.name} {one.version}: {one.licence}\n" for one in found)


def _component(one: Dependency, digest: str) -> Json:
    address = f"pkg:pypi/{one.name}@{one.version}"
    return {
        "type": "library",
        "bom-ref": address,
        "name": one.name,
        "version": one.version,
        "purl": address,
        "licenses": [{"expression": one.licence}],
        "hashes": [{"alg": "SHA-256", "content": digest}],
    }
