"""The training pipeline on a made-up corpus: a few sentences, a tiny model, seconds."""

from __future__ import annotations

import itertools
import json
import lzma
import math
import random
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
import torch
from safetensors.torch import load_file
from sentencepiece import SentencePieceProcessor

from training import train as training_run
from training.augment import misspell, swap_numbers, to_ascii
from training.batches import Mixture, Pool
from training.corpus import PARTS, Pair, Part, held_out, key, read_part
from training.export import export
from training.forward import Network
from training.links import Copies
from training.model import Shape, build, deepen, load_own_weights, own_weights, spread
from training.prepare import part_path, prepare, read_pairs, tokenizer_path
from training.recipe import Phase, Recipe
from training.rivals import Rivals
from training.turkish import Azerbaijanizer
from translator.engine.base import Decoding
from translator.engine.folder import read_folder
from translator.engine.hf import HfEngine
from translator.types import EngineSegment

WORDS = {
    "nazir": "minister",
    "səfir": "envoy",
    "gəldi": "came",
    "getdi": "left",
    "bu": "this",
    "dünən": "yesterday",
    "2020": "2020",
}
OF_THE_CORPUS = [part for part in PARTS if not Path(part.file).is_absolute()]
SHAPE = Shape(width=64, feed_forward=64, encoder_layers=2, decoder_layers=1, dropout=0.0)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus folder with one part: shuffled words and their translations, word by word."""
    folder = tmp_path_factory.mktemp("corpus")
    chance = random.Random(1)
    (folder / "az-en").mkdir()
    with lzma.open(folder / "az-en/human-open.tsv.xz", "wt", encoding="utf-8") as file:
        file.write("source\taz\ten\n")
        for _ in range(300):
            source = chance.choices(list(WORDS), k=chance.randint(2, 6))
            file.write(f"tatoeba\t{' '.join(source)}\t{' '.join(WORDS[word] for word in source)}\n")
    return folder


@pytest.fixture(scope="module")
def work(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The corpus made ready, with a development set of its own."""
    folder, evaluation = tmp_path_factory.mktemp("work"), tmp_path_factory.mktemp("eval")
    (evaluation / "flores-dev.az").write_text("nazir dünən gəldi\nsəfir getdi bu 2020\n", "utf-8")
    (evaluation / "flores-dev.en").write_text("minister yesterday came\nenvoy left this 2020\n", "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("training.prepare.align", lambda pairs: [[] for _ in pairs])  # eflomal is an extra
        patch.setattr("training.prepare.PARTS", OF_THE_CORPUS)
        prepare(corpus, evaluation, folder, vocabulary=330)
    return folder


def test_development_sentences_are_left_out(corpus: Path, tmp_path: Path) -> None:
    part = Part("human", "az-en/human-open.tsv.xz")
    pairs = read_part(corpus, part, set())
    (tmp_path / "dev.az").write_text(pairs[0].source.title() + "!", "utf-8")
    left = read_part(corpus, part, held_out(tmp_path))
    assert pairs[0].source not in {pair.source for pair in left}
    assert len(left) < len(pairs)
    assert len(set(pairs)) == len(pairs)


@pytest.mark.parametrize(
    ("corpus", "keyed"),
    [
        (("source\ttr\ten", "wmt\tBakan geldi.\tThe minister  came.", "wmt\tElçi gitti.\tThe envoy left."), "az\tNazir gəldi."),
        (("id\tsource\taz", "H1\tweb\tNazir  gəldi.", "H2\tweb\tSəfir getdi."), "en\tThe minister came."),
    ],
)
def test_a_side_is_found_by_its_key(tmp_path: Path, corpus: tuple[str, ...], keyed: str) -> None:
    language, sentence = keyed.split("\t")
    name = key("the minister came" if language == "az" else "nazir gəldi")
    files = {"corpus": corpus, "pairs": (f"key\t{language}", f"{name}\t{sentence}", "0123456789ab\tNobody.")}
    for file, lines in files.items():
        (tmp_path / f"{file}.tsv.xz").write_bytes(lzma.compress("".join(f"{line}\n" for line in lines).encode()))
    part = Part("keyed", "pairs.tsv.xz", keyed="corpus.tsv.xz")
    assert read_part(tmp_path, part, set()) == [Pair("Nazir gəldi.", "The minister came.")]


@pytest.mark.parametrize("part", [part for part in PARTS if part not in OF_THE_CORPUS], ids=lambda part: part.name)
def test_pairs_of_the_package_are_whole(part: Part) -> None:
    with lzma.open(part.file, "rt", encoding="utf-8") as file:
        rows = [line.rstrip("\n").split("\t") for line in file]
    assert rows[0] in (["key", "az"], ["key", "en"]) if part.keyed else rows[0] == ["az", "en"]
    assert all(len(row) == 2 and all(cell == cell.strip() != "" for cell in row) for row in rows)
    assert len({tuple(row) for row in rows}) == len(rows) > 3_000


def test_run_resumes_learns_and_exports(work: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training_run, "time", SimpleNamespace(monotonic=itertools.count(0, 0.02).__next__))
    recipe = Recipe(
        name="tiny",
        shape=SHAPE,
        phases=(Phase("all", 1.0, {"human": 1.0}),),
        max_tokens=600,
        learning_rate=3e-3,
        warmup_steps=30,
        evaluate_seconds=math.inf,
        checkpoint_seconds=math.inf,
        average=0.9,
        rivals=20,
    )
    training_run.train(work, recipe, minutes=0.3, max_minutes=0.1, device="cpu")
    first = torch.load(work / "tiny/checkpoint.pt")["counters"]
    training_run.train(work, recipe, minutes=0.3, device="cpu")
    second = torch.load(work / "tiny/checkpoint.pt")["counters"]
    assert second[0] > first[0] > 0
    assert second[2] == pytest.approx(18, abs=1)
    log = [json.loads(line) for line in (work / "tiny/log.jsonl").read_text("utf-8").splitlines()]
    last = [line for line in log if "dev_loss" in line][-1]
    assert last["dev_loss"] < last["shuffled_loss"]
    export(work, tmp_path / "model", recipe)
    engine = HfEngine(read_folder("tiny", tmp_path / "model"))
    ((hypothesis,),) = engine.translate([EngineSegment("nazir gəldi")], Decoding(beam_size=1))
    assert set(hypothesis.text.split()) & set(WORDS.values())
    again = training_run.Run(work, replace(recipe, start=str(tmp_path / "model")), torch.device("cpu"), minutes=1)
    exported = load_file(tmp_path / "model/model.safetensors")
    weights = again.model.state_dict()
    assert all(torch.equal(weights[name], weight.float()) for name, weight in exported.items())


def test_a_tokenizer_is_taken_over(corpus: Path, work: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("training.prepare.align", lambda pairs: [[] for _ in pairs])
    monkeypatch.setattr("training.prepare.PARTS", OF_THE_CORPUS)
    (tmp_path / "source.spm").write_bytes(tokenizer_path(work).read_bytes())
    prepare(corpus, None, tmp_path / "work", start=tmp_path)
    assert tokenizer_path(tmp_path / "work").read_bytes() == tokenizer_path(work).read_bytes()


def test_network_computes_what_the_model_computes() -> None:
    model = build(300, Shape(width=128, feed_forward=64, encoder_layers=2, decoder_layers=2)).eval()
    model.set_attn_implementation("eager")
    for name, weight in model.named_parameters():
        if name.endswith("bias"):
            torch.nn.init.normal_(weight, std=0.1)
    source, target = torch.randint(2, 300, (3, 16)), torch.randint(2, 300, (3, 9))
    source[1, 10:] = target[2, 5:] = 300
    mask, shifted = source != 300, target.roll(1, 1)
    network = Network(model, torch.float32)
    network.refresh()
    decoded, attention = network.decode(network.encode(source, mask), mask, shifted)
    found = network.logits(decoded)
    made = model(input_ids=source, attention_mask=mask.long(), decoder_input_ids=shifted, output_attentions=True)
    wanted = made.logits
    torch.testing.assert_close(found, wanted)
    torch.testing.assert_close(attention.softmax(-1), made.cross_attentions[-1][:, 0])
    torch.autograd.backward(wanted.square().mean())
    gradients = {name: weight.grad.clone() for name, weight in model.named_parameters() if weight.grad is not None}
    given: list[list[torch.Tensor]] = []
    for share in (0.5, 1.5):
        decoded, _ = network.decode(network.encode(source, mask), mask, shifted)
        given.append(network.gradients(network.logits(decoded).square().mean() * share))
    network.give_gradients(given)
    assert len(gradients) > 60
    for name, weight in model.named_parameters():
        if name in gradients:
            torch.testing.assert_close(weight.grad, gradients[name])


def test_run_ends_early_when_its_score_does_not_rise(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training_run, "time", SimpleNamespace(monotonic=itertools.count(0, 0.02).__next__))
    falling = itertools.count(0, 0.1)
    monkeypatch.setattr(training_run.Run, "_chrf", lambda _: {"flores-dev": 1.0 - next(falling)})
    phases = (Phase("all", 1.0, {"human": 1.0}),)
    training_run.train(
        work,
        Recipe(name="stuck", shape=SHAPE, phases=phases, max_tokens=300, evaluate_seconds=1.0, patience=3),
        100,
        device="cpu",
    )
    scores = [line for line in (work / "stuck/log.jsonl").read_text("utf-8").splitlines() if "chrf2" in line]
    assert len(scores) == 1 + 3 + 1  # the best, three that are worse, and the last of all


def test_prepared_part_has_variants(work: Path) -> None:
    pairs = read_pairs(part_path(work, "human"))
    assert len(pairs) % 4 == 0
    assert all(pair.source and pair.target for pair in pairs)


def test_a_fresh_encoder_tells_tokens_apart() -> None:
    model = build(400, Shape()).eval()
    source = torch.randint(10, 400, (4, 30))
    mask = torch.ones_like(source)
    with torch.inference_mode():
        states = model.get_encoder()(input_ids=source, attention_mask=mask).last_hidden_state
    assert spread(states, mask) > 0.7
    assert spread(states.mean(1, keepdim=True).expand_as(states), mask) < 1e-3


@pytest.mark.parametrize("layers", [2, 3, 5])
def test_a_deepened_encoder_computes_what_it_did(layers: int) -> None:
    torch.manual_seed(1)
    shape = Shape(width=128, feed_forward=64, encoder_layers=2)
    model = build(300, shape).eval()
    for name, weight in model.named_parameters():
        if "layer_norm" in name:
            torch.nn.init.normal_(weight, mean=0.9 if name.endswith("weight") else 0.0, std=0.05)
    weights = own_weights(model)
    deep = build(300, replace(shape, encoder_layers=layers)).eval()
    load_own_weights(deep, deepen(weights, layers))
    source = torch.randint(2, 300, (4, 30))
    with torch.inference_mode():
        was, found, fresh = (
            network.get_encoder()(input_ids=source).last_hidden_state
            for network in (model, deep, build(300, replace(shape, encoder_layers=layers)).eval())
        )
    assert float((found - was).norm() / was.norm()) < 0.02
    assert float((fresh - was).norm() / was.norm()) > 0.5
    with pytest.raises(ValueError, match="weights of 2 encoder layers, 1 are wanted"):
        deepen(weights, 1)


def test_muon_changes_the_matrices_of_the_layers() -> None:
    torch.manual_seed(1)
    model = build(300, SHAPE)
    optimizers = training_run._optimizers(model, Recipe(name="muon", phases=(), muon=True), workers=2)
    names = {weight: name for name, weight in model.named_parameters() if weight.requires_grad}
    held = [names[weight] for optimizer in optimizers for group in optimizer.param_groups for weight in group["params"]]
    assert sorted(held) == sorted(names.values())
    *muons, adam = optimizers
    assert [type(optimizer) for optimizer in muons] == [torch.optim.Muon] * 2
    assert all(weight.dim() < 2 or "shared" in names[weight] for group in adam.param_groups for weight in group["params"])
    source, target = torch.randint(2, 300, (8, 12)), torch.randint(2, 300, (8, 12))
    losses = []
    for _ in range(20):
        loss = model(input_ids=source, labels=target).loss
        losses.append(loss.item())
        model.zero_grad()
        loss.backward()
        for optimizer in muons:
            for group in optimizer.param_groups:
                group["lr"] = 1e-2
            optimizer.step()
    assert losses[-1] < 0.9 * losses[0]


def test_rivals_stand_for_all_pieces() -> None:
    counts = torch.arange(100)
    rivals = Rivals(counts, frequent=10, drawn=20)
    wanted = torch.tensor([3, 95, 3, 7])
    found, weight, places = rivals.draw(wanted)
    assert len(set(found.tolist())) == len(found) == 10 + 2 + 20
    assert {*range(90, 100), 3, 7} <= set(found.tolist())
    assert found[places].tolist() == wanted.tolist()
    assert float(weight.exp().sum()) == pytest.approx(100, abs=0.01)


def test_copies_are_linked_piece_by_piece(work: Path) -> None:
    spm = SentencePieceProcessor(model_file=str(tokenizer_path(work)))
    source = spm.encode("2020 <term> Bakı<is> Baku</term> 2002")
    target = spm.encode("Baku 2002 2020 2020 7")
    links = Copies(spm).link(source, target, [-1] * len(target))
    linked = [(target[place], source[link]) for place, link in enumerate(links) if link >= 0]
    assert all(one == other for one, other in linked)
    assert len({link for link in links if link >= 0}) == len(linked)
    digits = [links[place] for place, piece in enumerate(target) if spm.id_to_piece(piece).isdigit()]
    first, second = digits[:4], digits[4:8]
    assert first == list(range(first[0], first[0] + 4))
    assert second == list(range(second[0], second[0] + 4))
    assert second[0] < first[0]
    assert set(digits[8:]) == {-1}


def test_pool_pads_and_mixture_keeps_pairs_together() -> None:
    pool = Pool(pad=99, device=torch.device("cpu"))
    sources = pool.add([[number] * (number % 5 + 1) for number in range(1, 50)])
    targets = pool.add([[number + 100] for number in range(1, 50)], tag=7)
    mixture = Mixture(pool, max_length=10, seed=1)
    mixture.add("all", sources, targets)
    seen = 0
    for examples in mixture.batches({"all": 1.0, "absent": 5.0}, max_tokens=64, count=49):
        batch = pool.batch(examples)
        assert batch.source.shape[1] % 8 == 0
        assert (batch.source[:, 0] + 100 == batch.target[:, 1]).all()
        assert (batch.target[:, 0] == 7).all()
        seen += len(examples)
    assert seen == 49


def test_turkish_is_rewritten() -> None:
    rewrite = Azerbaijanizer({"gelmek": "gəlmək", "kapı": "qapı"})
    assert rewrite("Başbakan bugün geliyor, kapıyı açtı.") == "Baş nazir bu gün gəlir, qapıyı açdı."


def test_augmentations_keep_the_target() -> None:
    pair = Pair("Görüşdə 350 nəfər iştirak edib.", "350 people attended.")
    assert to_ascii(pair) == ("Gorusde 350 nefer istirak edib.", pair.target)
    assert misspell(pair, random.Random(1)).target == pair.target
    swapped = swap_numbers(pair, random.Random(1))
    number = next(word for word in swapped.source.split() if word.isdigit())
    assert number != "350"
    assert number in swapped.target
