"""The application cannot run without a GPU, so its source is held against that of the App SDK it is written for."""

import ast
import py_compile
from functools import cache
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).resolve().parent.parent
SOURCES = sorted((EXAMPLE / "app").glob("*.py"))
VENV = EXAMPLE.parent.parent / ".venv" / "upstream"


@cache
def sdk() -> Path:
    """The folder with the package monai of monai-deploy-app-sdk 4.0.0."""
    for folder in VENV.glob("lib/python*/site-packages"):
        if (folder / "monai_deploy_app_sdk-4.0.0.dist-info").is_dir():
            return folder
    pytest.skip("the App SDK 4.0.0 is not in .venv/upstream (make setup): names of monai.deploy are not checked")


def module_file(module: str) -> Path:
    path = sdk() / Path(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


@cache
def tree(module: str) -> ast.Module:
    file = module_file(module)
    assert file.is_file(), f"{module} is not in the App SDK"
    return ast.parse(file.read_text())


def defined(module: str) -> set[str]:
    names = set()
    for node in tree(module).body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            names.add(node.name)
        elif isinstance(node, ast.ImportFrom | ast.Import):
            names.update(alias.asname or alias.name for alias in node.names)
        elif isinstance(node, ast.Assign):
            names.update(target.id for target in node.targets if isinstance(target, ast.Name))
    return names


def sdk_imports(source: Path) -> list[tuple[str, str]]:
    return [
        (node.module, alias.name)
        for node in ast.walk(ast.parse(source.read_text()))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("monai.deploy")
        for alias in node.names
    ]


def parameters(module: str, name: str) -> set[str]:
    """The keywords that a class of the App SDK takes."""
    for node in tree(module).body:
        if isinstance(node, ast.ClassDef) and node.name == name:
            for member in node.body:
                if isinstance(member, ast.FunctionDef) and member.name == "__init__":
                    return {argument.arg for argument in member.args.args + member.args.kwonlyargs}
    raise AssertionError(f"{module} has no class {name} with a constructor")


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)
def test_compiles(source, tmp_path):
    py_compile.compile(str(source), cfile=str(tmp_path / "compiled.pyc"), doraise=True)


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)
def test_imports_what_the_sdk_has(source):
    for module, name in sdk_imports(source):
        assert name in defined(module), f"{module} has no {name}"


def test_the_check_sees_a_wrong_name():
    assert "NoSuchOperator" not in defined("monai.deploy.operators.dicom_data_loader_operator")
    assert "DICOMDataLoaderOperator" in defined("monai.deploy.operators.dicom_data_loader_operator")


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)
def test_calls_with_the_sdks_keywords(source):
    modules = {name: module for module, name in sdk_imports(source)}
    # Taken by every operator of Holoscan.
    of_holoscan = {"name"}
    for node in ast.walk(ast.parse(source.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in modules:
            name = node.func.id
            given = {keyword.arg for keyword in node.keywords if keyword.arg} - of_holoscan
            if given:
                unknown = given - parameters(modules[name], name)
                assert not unknown, f"{name} takes no {', '.join(sorted(unknown))}"


def test_flows_join_ports_that_exist():
    ports = {
        "loader": "dicom_data_loader_operator",
        "selector": "dicom_series_selector_operator",
        "volume": "dicom_series_to_volume_operator",
        "seg_writer": "dicom_seg_writer_operator",
        "stl_writer": "stl_conversion_operator",
    }
    for name, module in ports.items():
        strings = {
            node.value
            for node in ast.walk(tree(f"monai.deploy.operators.{module}"))
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
        for port in flows()[name]:
            assert port in strings, f"{name} has no port {port}"


def flows() -> dict[str, set[str]]:
    """The ports that the application uses, by the variable of the operator."""
    source = (EXAMPLE / "app" / "application.py").read_text().replace("(series, series)", '("{0}", "{0}")')
    source = source.replace("{0}", "study_selected_series_list")
    used: dict[str, set[str]] = {}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "add_flow":
            start, end, pairs = node.args
            for pair in pairs.elts:
                used.setdefault(start.id, set()).add(pair.elts[0].value)
                used.setdefault(end.id, set()).add(pair.elts[1].value)
    return used
