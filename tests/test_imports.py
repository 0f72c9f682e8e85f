"""Who may import whom, read from the source; and what is not loaded until it is used."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
OURS = ("app", "glossary", "translator", "training", "benchmarks", "tests")
PRODUCT = [ROOT / "app.py", *sorted((ROOT / "glossary").rglob("*.py")), *sorted((ROOT / "translator").rglob("*.py"))]
COMMANDS = {
    *("translator.pipeline", "translator.config", "translator.errors", "translator.result", "translator.files"),
    "translator.bulk",
    *("translator.evaluate", "translator.report", "translator.engine.installed", "translator.engine.base"),
    *("translator.commands", "translator.page.serving", "glossary", "app"),
}
PAGE = {
    *("translator.pipeline", "translator.config", "translator.errors", "translator.result", "translator.report"),
    *("translator.files", "translator.bulk", "translator.types", "translator.engine.base", "translator.engine.installed"),
    *("translator.page", "glossary"),
}
BULK = {
    *("translator.config", "translator.document", "translator.errors", "translator.file_report", "translator.journal"),
    *("translator.pipeline", "translator.tasks"),
}
MAY_SEE: dict[str, set[str]] = {
    "translator.types": set(),
    "translator.errors": set(),
    "glossary.types": set(),
    "glossary.errors": set(),
    "translator.config": {"translator.errors"},
    "translator.result": {"translator.types", "glossary.types"},
    "translator.report": {"translator.result", "glossary.types"},
    "translator.files": {"translator.errors"},
    "translator.evaluate": {"translator.checks", "translator.errors", "translator.files", "glossary"},
    "translator.units": {"translator.language", "translator.normalize", "translator.segment", "translator.types", "translator"},
    "translator.bulk": {*BULK, "translator.worker", "translator.cluster"},
    "translator.cluster": {*BULK, "translator.memory", "translator.worker", "glossary.errors"},
    "translator.worker": {*BULK, "translator", "translator.memory", "translator.result"},
    "translator.tasks": {"translator.document", "translator.errors", "translator.journal"},
    "translator.memory": {"translator.engine.base", "translator.types"},
    "translator.journal": {"translator.errors", "translator.types"},
    "translator.file_report": {"translator.result"},
    "translator.document.inline": {"translator.document", "translator.result"},
    "translator.cli": {"translator", "translator.errors", "translator.commands", "glossary.errors"},
    "app": {
        *("translator.pipeline", "translator.config", "translator.errors", "translator.page", "translator.cli"),
    },
}
AREA_MAY_SEE: dict[str, set[str]] = {
    "glossary": {"glossary"},
    "translator.document": {"translator.document", "translator.errors", "translator.files", "translator.types"},
    "translator.commands": COMMANDS,
    "translator.page": PAGE,
    "translator.engine": {
        "translator.engine",
        "translator.types",
        "translator.errors",
        "translator.config",
        "translator.align",
    },
}
TEXT_MAY_SEE = {"glossary.casing", "translator.types"}
TEXT = {"normalize", "segment", "layout", "language", "abbreviations", "quotes", "clauses", "align"}
ONLY_IMPORTER = {
    "torch": {"translator.engine.hf", "translator.engine.weights"},
    "transformers": {"translator.engine.hf"},
    "ctranslate2": {"translator.engine.ct2"},
    "huggingface_hub": {"translator.engine.hub"},
    "sacrebleu": {"translator.evaluate"},
    "gradio": {"app", "translator.page.widgets"},
    "lingua": {"translator.language"},
    "ahocorasick": {"glossary.patterns", "glossary.match", "glossary.tsv"},
    "typer": {"translator.cli", "translator.commands"},
    "tqdm": {"translator.commands.console"},
    "lxml": {"translator.document.xml", "glossary.markup", "glossary.tbx", "glossary.tmx"},
    "markdown_it": {"translator.document.commonmark"},
    "polib": {"translator.document.po"},
    "pdfminer": {"translator.document.pdf_pages"},
    "docx": {"translator.document.pdf", "translator.page.export"},
    "ray": {"translator.cluster"},
    "sqlite3": {"translator.journal"},
}


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imports(path: Path) -> Iterator[str]:
    """The modules that a file imports anywhere, as ``package.module`` where the name is one."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield whole if is_module(whole) else str(node.module)


def is_module(name: str) -> bool:
    place = ROOT.joinpath(*name.split("."))
    return place.with_suffix(".py").exists() or (place / "__init__.py").exists()


def is_under(name: str, allowed: set[str]) -> bool:
    """Whether a module is named, or lies in a package that is; ``translator`` names the package alone."""
    return name in allowed or any(name.startswith(other + ".") for other in allowed - {"translator"})


def allowed_for(module: str) -> set[str] | None:
    """What a module of ours may import of ours; ``None`` when anything, as the pipeline."""
    if module in MAY_SEE:
        return MAY_SEE[module]
    package, _, name = module.rpartition(".")
    if package == "translator" and name in TEXT:
        return TEXT_MAY_SEE | {f"translator.{other}" for other in TEXT}
    areas = [area for area in AREA_MAY_SEE if is_under(module, {area})]
    return AREA_MAY_SEE[areas[0]] if areas else None


@pytest.mark.parametrize("path", PRODUCT, ids=module_of)
def test_arrows(path: Path) -> None:
    module = module_of(path)
    ours = {name for name in imports(path) if name.split(".")[0] in OURS}
    assert not {name for name in ours if name.split(".")[0] in {"training", "benchmarks", "tests"}}
    allowed = allowed_for(module)
    wrong = {name for name in ours if allowed is not None and not is_under(name, allowed)}
    assert not wrong, f"{module} may not import {', '.join(sorted(wrong))}"


@pytest.mark.parametrize("path", PRODUCT, ids=module_of)
def test_heavy_libraries_have_one_importer(path: Path) -> None:
    roots = {name.split(".")[0] for name in imports(path)}
    wrong = {name for name, importers in ONLY_IMPORTER.items() if name in roots and not is_under(module_of(path), importers)}
    assert not wrong, f"{module_of(path)} may not import {', '.join(sorted(wrong))}"


def test_every_module_named_here_exists() -> None:
    named = {*MAY_SEE, *AREA_MAY_SEE, *TEXT_MAY_SEE, *COMMANDS, *PAGE, *(f"translator.{name}" for name in TEXT)}
    for importers in ONLY_IMPORTER.values():
        named |= importers
    assert not {name for name in named if not is_module(name)}


@pytest.mark.parametrize(
    ("statement", "unloaded"),
    [
        ("import translator", "torch transformers ctranslate2 gradio sacrebleu lingua glossary typer"),
        ("import translator.cli", "torch transformers ctranslate2 gradio sacrebleu lingua tqdm numpy huggingface_hub"),
        ("import translator.pipeline", "torch transformers ctranslate2 gradio sacrebleu lingua"),
        ("import app", "torch transformers ctranslate2 gradio sacrebleu"),
        ("import app; app.build()", "torch transformers ctranslate2"),
    ],
)
def test_nothing_heavy_is_loaded_at_import(statement: str, unloaded: str) -> None:
    program = f"import sys; {statement}; print(*(name for name in {unloaded.split()} if name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == ""
