"""A file that holds no plan is refused, a located line per mistake; a bent one is no traceback."""

import json
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from tests.verify.right_plan import as_plan, right_plan
from tests.verify.test_mutations import ALL, complete
from tests.verify.test_mutations_of_debts import ALL as ALL_OF_DEBTS
from tests.verify.test_mutations_of_debts import complete as complete_debts

from fundmix.errors import InputError, Issue
from fundmix.verify import plan_from_json, verify, verify_file
from fundmix.words import all_sentences, issue_line
from fundmix.words.verify_sentences import SENTENCES


def mistakes(text):
    """(line, column, code) of every mistake in a plan's text."""
    with pytest.raises(InputError) as caught:
        plan_from_json(text, "plan.json")
    assert {issue.file for issue in caught.value.issues} == {"plan.json"}
    return [(issue.line, issue.column, issue.code) for issue in caught.value.issues]


def test_a_written_plan_verifies(tmp_path):
    """What to_json writes, verify_file reads and finds right, with or without a byte order mark."""
    path = tmp_path / "plan.json"
    path.write_text(as_plan(right_plan()).to_json(), encoding="utf-8-sig")
    assert verify_file(path) == ()


def test_a_file_that_is_no_json_is_located():
    """The line where the JSON breaks is named."""
    assert mistakes('{\n"version": 1,\n"status" "funded"}') == [(3, "", "verify_broken_json")]
    assert mistakes("") == [(1, "", "verify_broken_json")]
    assert mistakes("[" * 200_000) == [(1, "", "verify_broken_json")]
    assert mistakes("1" * 5_000) == [(1, "", "verify_broken_json")]
    assert mistakes("[1]") == [(None, "", "verify_not_a_plan")]


def test_another_version_is_refused():
    """A plan of another version, or of none, is not read as if it were this one's."""
    assert mistakes(json.dumps({**complete(), "version": 2})) == [(None, "version", "verify_other_version")]
    assert mistakes("{}") == [(None, "version", "verify_other_version")]
    assert mistakes(json.dumps({**complete(), "version": True})) == [
        (None, "version", "verify_other_version")
    ]


def test_all_mistakes_of_a_file_come_at_once():
    """Keys that are missing, unknown or of the wrong kind are each named by their place."""
    content = complete()
    del content["totals"]["raised"]
    content["totals"]["luck"] = 7
    content["schedule"][4]["interest"] = "much"
    content["mix"][0]["draw_date"] = None
    content["inputs"]["needs"][0]["date"] = "2027-02-30"
    assert sorted(mistakes(json.dumps(content)), key=str) == [
        (None, "inputs.needs[0].date", "verify_key_wrong"),
        (None, "mix[0].draw_date", "verify_key_wrong"),
        (None, "schedule[4].interest", "verify_key_wrong"),
        (None, "totals.luck", "verify_key_unknown"),
        (None, "totals.raised", "verify_key_missing"),
    ]


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    """A missing file, a folder and a file of another encoding are mistakes of the input."""
    other = tmp_path / "other.json"
    other.write_bytes('{"name":\n"王"}'.encode("gb18030"))
    for path, line, code in (
        (tmp_path / "none.json", None, "verify_cannot_read"),
        (tmp_path, None, "verify_cannot_read"),
        (other, 2, "verify_not_utf8"),
    ):
        with pytest.raises(InputError) as caught:
            verify_file(path)
        issues = caught.value.issues
        assert [(issue.file, issue.line, issue.code) for issue in issues] == [(str(path), line, code)]
        assert str(path) in issue_line(issues[0], "en")


ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.text(max_size=5),
    st.floats(),
    st.integers(-(10**6), 10**18),
    st.sampled_from((0, -1, 1e12, -1e12, 1e300, math.nan, "cash", "d1", [], {})),
    st.sampled_from(("2027-01-01", "9999-12-31", "0001-01-01")),
)


@settings(max_examples=600, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(ALL), ODD), min_size=1, max_size=3).map(lambda bent: (complete, bent))
    | st.lists(st.tuples(st.sampled_from(ALL_OF_DEBTS), ODD), min_size=1, max_size=3).map(
        lambda bent: (complete_debts, bent)
    )
)
def test_tampering_is_never_a_traceback(tampered):
    """Whatever stands where a figure was, the answer is findings or a refusal; each finding can be said."""
    fresh, changes = tampered
    content = fresh()
    for (_, path), value in changes:
        inner = content
        for key in path[:-1]:
            inner = inner[key]
        inner[path[-1]] = value
    try:
        plan = as_plan(content)
    except ValidationError:
        return
    for issue in verify(plan):
        assert issue.column
        assert issue_line(issue, "en")


def test_every_sentence_can_be_said():
    """Each code of verify has a sentence whose fields the findings fill."""
    details = {"expected": 1.5, "actual": 2.5, "reason": "no", "bound": 1, "place": 1}
    for code in SENTENCES:
        days = {"expected": "2027-01-01", "actual": "2027-01-02"}
        days = (
            days
            if code
            in ("verify_before_lead", "verify_no_early_day", "verify_ask_late", "verify_application_order")
            else {}
        )
        days = {"expected": "2027-01-01"} if code == "verify_not_in_time" else days
        days = {"expected": (1900, 2400)} if code == "verify_far_day" else days
        line = issue_line(Issue(code, "plan.json", None, "mix[d1]", "2", {**details, **days}), "en")
        assert line.startswith("plan.json, mix[d1]: ")
    assert SENTENCES.keys() <= all_sentences().keys()
