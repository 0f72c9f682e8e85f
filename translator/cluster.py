"""Bulk work on Ray: many workers, each with a model of its own, and one memory for all. The one importer of ``ray``."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import ray
import ray.data
from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

from glossary.errors import GlossaryError
from translator.config import Options
from translator.document.base import Choice
from translator.errors import EngineError, InputError, TranslatorError
from translator.file_report import FileReport
from translator.journal import Hypotheses, Sentences, Stamp
from translator.memory import OnBatch
from translator.pipeline import Translator
from translator.tasks import Output, Task
from translator.worker import Done, Read, Worker

_MOST_FILES, _MOST_BYTES = 64, 256 << 10  # of a share, which one worker does at a time
_FREE_CPU = 0.5  # beside each worker: with none free Ray waits for itself
_FAILURES: dict[str, type[TranslatorError]] = {"input": InputError, "engine": EngineError}


@contextmanager
def ray_runner(options: Options, choice: Choice, output: Output, address: str, workers: int) -> Iterator[RayRunner]:
    """What runs the work on a cluster, or on a Ray started here for as long as the context lasts.

    Raises:
        InputError: no cluster answers.
        EngineError: Ray failed.
    """
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # it would be sent out
    ours = not ray.is_initialized()
    if ours:
        try:
            dashboard = None if address else False
            ray.init(address or "local", include_dashboard=dashboard, log_to_driver=False, logging_level="error")
        except (ConnectionError, RuntimeError, ValueError) as error:
            raise InputError(f"{address or 'Ray'}: no cluster can be used there: {error}") from None
    logging.getLogger("ray.data").setLevel(logging.ERROR)
    ray.data.DataContext.get_current().enable_progress_bars = False
    try:
        with _errors(), _shared_memory(output) as shared:
            yield RayRunner(_absolute(options), choice, Output(output.folder.resolve()), shared, workers)
    finally:
        if ours:
            ray.shutdown()


@contextmanager
def _shared_memory(output: Output) -> Iterator[Any]:
    """The handle of a :class:`_Shared` in a process on this machine."""
    here = NodeAffinitySchedulingStrategy(ray.get_runtime_context().get_node_id(), soft=False)
    shared = ray.remote(num_cpus=0, scheduling_strategy=here)(_Shared).remote(Output(output.folder.resolve()))
    try:
        ray.get(shared.find.remote([]))  # so that its failure to open is said now
        yield shared
        ray.get(shared.close.remote())
    finally:
        ray.kill(shared)


class RayRunner:
    """Gives the files out in shares."""

    def __init__(self, options: Options, choice: Choice, output: Output, shared: Any, workers: int) -> None:
        there = ray.cluster_resources()
        on_gpu = options.device == "cuda" or (options.device == "auto" and there.get("GPU", 0) >= 1)
        cpus = options.threads or 1
        self._setup = (options if on_gpu else replace(options, threads=cpus), choice, output, shared)
        self._resources = {"num_cpus": cpus - _FREE_CPU, "num_gpus": 1 if on_gpu else 0}
        self._workers = workers or max(1, int(there.get("GPU", 1) if on_gpu else there.get("CPU", 1) // cpus))
        self.signature: str = ray.get(ray.remote(**self._resources)(_signature).remote(options))
        self.read = Read()

    def run(self, tasks: Sequence[Task], on_batch: OnBatch) -> Iterator[Done]:
        """What became of each file, in any order."""
        shares = [{"share": json.dumps(share)} for share in _shares(tasks, 4 * self._workers)]
        if not shares:
            return
        results = ray.data.from_items(shares, override_num_blocks=len(shares)).map_batches(
            _Actor,
            batch_size=1,
            compute=ray.data.ActorPoolStrategy(size=min(self._workers, len(shares))),
            fn_constructor_args=self._setup,
            **self._resources,
        )
        for row in results.iter_rows():
            result = json.loads(row["result"])
            if "failure" in result:
                raise _FAILURES[result["failure"]](result["message"])
            self.read.bytes += result["bytes"]
            self.read.sentences += sum(result["sentences"])
            on_batch(*result["sentences"])
            for report, written in result["done"]:
                yield Done(FileReport(**report), Stamp(*written) if written else None)


class _Actor:
    """A worker in a process of its own; if it dies, Ray starts another and gives it the share again."""

    def __init__(self, options: Options, choice: Choice, output: Output, shared: Any) -> None:
        self._worker = Worker(Translator(options=options), _Memory(shared), choice, output)

    def __call__(self, batch: dict[str, Any]) -> dict[str, list[str]]:
        """What became of the files of a share; as JSON, for tables hold no objects."""
        tasks = [Task(name, source, target, Stamp(*stamp)) for name, source, target, stamp in json.loads(batch["share"][0])]
        counts = [0, 0]

        def on_batch(translated: int, known: int) -> None:
            counts[:] = counts[0] + translated, counts[1] + known

        try:
            done = [(asdict(one.report), one.written) for one in self._worker.run(tasks, on_batch)]
        except TranslatorError as error:  # raised where the work was begun
            kind = "engine" if isinstance(error, EngineError) else "input"
            return {"result": [json.dumps({"failure": kind, "message": str(error)})]}
        size = sum(task.stamp.size for task in tasks)
        return {"result": [json.dumps({"done": done, "sentences": counts, "bytes": size})]}


class _Shared:
    """The memory of all workers, in a process on the machine where the work was begun."""

    def __init__(self, output: Output) -> None:
        self._sentences = Sentences(output.sentences)

    def find(self, keys: Sequence[bytes]) -> dict[bytes, Hypotheses]:
        """The hypotheses that are known, by their keys."""
        return self._sentences.find(keys)

    def keep(self, found: Mapping[bytes, Hypotheses]) -> None:
        """Remembers hypotheses."""
        self._sentences.keep(found)

    def close(self) -> None:
        """Lets go of the database."""
        self._sentences.close()


class _Memory:
    """The memory as a worker sees it."""

    def __init__(self, shared: Any) -> None:
        self._shared = shared

    def find(self, keys: Sequence[bytes]) -> Mapping[bytes, Hypotheses]:
        """The hypotheses that are known, by their keys."""
        with _errors():
            found: Mapping[bytes, Hypotheses] = ray.get(self._shared.find.remote(keys))
        return found

    def keep(self, found: Mapping[bytes, Hypotheses]) -> None:
        """Remembers hypotheses; once it returns, they outlive the processes."""
        with _errors():
            ray.get(self._shared.keep.remote(found))


def _signature(options: Options) -> str:
    return Translator(options=options).signature


def _shares(tasks: Sequence[Task], at_least: int) -> Iterator[list[Task]]:
    """The tasks in shares that are done one by one: small, and if there are enough tasks, at least so many."""
    most = max(1, min(_MOST_FILES, len(tasks) // at_least))
    share: list[Task] = []
    size = 0
    for task in tasks:
        if share and (len(share) >= most or size + task.stamp.size > _MOST_BYTES):
            yield share
            share, size = [], 0
        share.append(task._replace(source=str(Path(task.source).resolve())))
        size += task.stamp.size
    if share:
        yield share


def _absolute(options: Options) -> Options:
    """The options with whole paths, for the workers have another working folder."""
    model = str(Path(options.model).resolve()) if Path(options.model).is_dir() else options.model
    return replace(options, model=model, glossary=tuple(path.resolve() for path in options.glossary))


@contextmanager
def _errors() -> Iterator[None]:
    """Our errors for those of Ray, which wraps what was raised elsewhere."""
    try:
        yield
    except ray.exceptions.RayTaskError as error:
        if isinstance(error.cause, TranslatorError | GlossaryError):
            raise error.cause from None
        raise EngineError(f"Ray: a worker failed: {error.cause!r}") from error
    except ray.exceptions.RayError as error:
        cause = getattr(error, "cause", None) or error
        raise EngineError(f"Ray failed: {str(cause).strip().splitlines()[0]}") from error
