"""Models of the Hugging Face hub: the one importer of ``huggingface_hub``, and the map from its errors to ours."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from huggingface_hub import CacheNotFound, HfApi, errors, metadata_load, scan_cache_dir, snapshot_download

from translator.config import DEFAULT_MODEL
from translator.engine.folder import first_line, weight_files
from translator.errors import ModelNotFoundError

_ANSWER_SECONDS = 5.0
_SMALL_FILES = ("*.json", "*.spm")


def fetch(name: str) -> Path:
    """The folder of a hub model: from the local cache, else downloaded if the hub answers at once.

    Raises:
        ModelNotFoundError: the model is not in the cache and cannot be had.
    """
    return _cached(name) or _download(name)


def explain(name: str, error: Exception) -> ModelNotFoundError:
    """Our error for any error of ``huggingface_hub`` and of the network library under it."""
    if isinstance(error, errors.GatedRepoError | errors.DisabledRepoError):
        reason = "the hub does not give it to everybody"
    elif isinstance(error, errors.RepositoryNotFoundError | errors.HFValidationError):
        reason = "the hub has no such model, or it is private"
    elif isinstance(error, errors.OfflineModeIsEnabled):
        reason = "HF_HUB_OFFLINE forbids to ask the hub"
    else:
        reason = f"it could not be fetched from the hub ({type(error).__name__}: {first_line(error)})"
    local = name.rpartition("/")[2]
    return ModelNotFoundError(
        f"{name}: there is no such folder, it is not in the local cache, and {reason}. The bundled model {DEFAULT_MODEL} needs "
        f"no network. To get {name}, run `hf download {name} --local-dir {local}` where there is a network, "
        f"and give the folder as the model: ./{local}"
    )


def cached_models() -> dict[str, Path]:
    """The folders of the models in the hub's cache, by name, each of the revision that changed last."""
    try:
        found = [repo for repo in scan_cache_dir().repos if repo.repo_type == "model" and repo.revisions]
    except (CacheNotFound, OSError, ValueError):  # no cache, or a path that is no folder
        return {}
    latest = (max(repo.revisions, key=lambda revision: revision.last_modified) for repo in found)
    return {repo.repo_id: Path(revision.snapshot_path) for repo, revision in zip(found, latest, strict=True)}


def card_metadata(folder: Path) -> dict[str, Any]:
    """What the front matter of a folder's model card says; nothing when there is no card or it cannot be read."""
    try:
        return metadata_load(folder / "README.md") or {}
    except Exception:  # no file, no YAML, no mapping: the card is for the reader only
        return {}


def _cached(name: str) -> Path | None:
    try:
        folder = Path(snapshot_download(name, local_files_only=True, allow_patterns=["config.json"]))
    except Exception:  # whatever is wrong with the cache, the hub may have the model
        return None
    return folder if weight_files(folder) else None


def _download(name: str) -> Path:
    try:
        info = HfApi().model_info(name, timeout=_ANSWER_SECONDS)  # asks once: without a network it fails here, at once
        names = [file.rfilename for file in info.siblings or ()]
        weights = "model*.safetensors" if any(file.endswith(".safetensors") for file in names) else "pytorch_model*.bin"
        return Path(snapshot_download(name, revision=info.sha, allow_patterns=[*_SMALL_FILES, weights]))
    except Exception as error:
        raise explain(name, error) from error
