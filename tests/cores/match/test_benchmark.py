"""The benchmark reads every collection of the layout, and counts rightly."""

import json
import random

from benchmarks import match
from benchmarks.match_collection import read
from benchmarks.match_retelling import LEVELS, contradict, retell


def folder(tmp_path, claims: str, queries: str, qrels: str):
    (tmp_path / "verified_claims.tsv").write_text(claims, encoding="utf-8-sig")
    (tmp_path / "test_queries.tsv").write_text(queries, encoding="utf-8")
    (tmp_path / "test_qrels.tsv").write_text(qrels, encoding="utf-8")
    return tmp_path


CLAIMS = (
    "title\tsubtitle\tauthor\tdate\tvclaim_id\tvclaim\n"
    "Moon cheese\tWe looked\tAnn\t1 May\tv-1\tThe moon is made of cheese.\n"
    '"Flat earth\tWe looked\tBob\t2 May\tv-2\tA photograph shows the edge of a flat earth.\n'
    'Cats "fly\tWe looked\tBob\t3 May\tv-3\tCats can fly at night.\n'
)
QUERIES = (
    "tweet_id\ttweet_content\n"
    "7\tThey say the moon is cheese — Ann (@ann) May 3, 2021\n"
    "8\tcats fly!!\n"
    "9\tnobody judged me\n"
)


def test_extra_columns_stray_quotes_and_a_bom(tmp_path):
    collection = read(folder(tmp_path, CLAIMS, QUERIES, "7\t0\tv-1\t1\n8\t0\tv-3\t1\n8\t0\tv-2\t0\n"))
    assert collection.claims == [
        "The moon is made of cheese. Moon cheese",
        'A photograph shows the edge of a flat earth. "Flat earth',
        'Cats can fly at night. Cats "fly',
    ]
    assert [split.name for split in collection.splits] == ["test"]
    assert collection.splits[0].queries == ["They say the moon is cheese — Ann (@ann)", "cats fly!!"]
    assert collection.splits[0].relevant == [frozenset({0}), frozenset({2})]


def test_quoted_fields(tmp_path):
    claims = 'vclaim_id\tvclaim\ttitle\n1\t"He said ""no""."\tA\n2\tB\t"C\tD"\n'
    assert read(folder(tmp_path, claims, QUERIES, "7\t0\t1\t1\n")).claims == ['He said "no". A', "B C\tD"]


def test_the_last_line_is_one_json_object(tmp_path, capsys, monkeypatch):
    data = folder(tmp_path, CLAIMS, QUERIES, "7\t0\tv-1\t1\n8\t0\tv-3\t1\n")
    monkeypatch.setattr("sys.argv", ["match", "--data", str(data)])
    assert match.main() == 0
    last = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert {key: last["ours"][key] for key in ("map@5", "p@1", "mrr")} == {"map@5": 1.0, "p@1": 1.0, "mrr": 1.0}
    assert last["split"] == "test"
    assert "map@5" in last["bm25"]


def test_a_folder_without_claims_gets_a_sentence(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("sys.argv", ["match", "--data", str(tmp_path)])
    assert match.main() == 1
    assert "verified_claims.tsv" in capsys.readouterr().err


def test_average_precision_by_hand():
    assert match.precision([4, 1, 2], frozenset({1}), 5) == 0.5
    assert match.precision([1, 4, 2], frozenset({1, 2}), 5) == (1 + 2 / 3) / 2
    assert match.precision([9, 8, 7, 6, 5, 1], frozenset({1}), 5) == 0
    assert match.reciprocal([9, 8, 1], frozenset({1})) == 1 / 3


def test_retelling_follows_its_seed_and_keeps_denials():
    text = "Warga desa itu tidak pernah menerima bantuan 300 ribu dari pemerintah pada bulan Januari"
    told = [retell(text, LEVELS["extreme"], random.Random(seed)) for seed in range(40)]
    assert told == [retell(text, LEVELS["extreme"], random.Random(seed)) for seed in range(40)]
    assert all("tidak" in one.lower() or "gak" in one.lower() for one in told if len(one.split()) > 12)
    changed = {contradict(text, ["surabaya"], random.Random(seed)) for seed in range(20)}
    assert {kind for kind, _ in changed} == {"number", "negation"}
    assert all(other != text for _, other in changed)
