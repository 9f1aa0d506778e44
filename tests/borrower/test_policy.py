"""Policies: presets, files of one's own, and contradictions."""

from pathlib import Path

import pytest

from fundmix.borrower import BALANCED, CHEAPEST, Policy, load_policy
from fundmix.errors import InputError
from fundmix.words import issue_line


def read(folder: Path, text: str) -> Policy:
    path = folder / "mine.toml"
    path.write_text(text, encoding="utf-8")
    return load_policy(path)


BAD = {
    "no channels": ("max_channels = 0\n", [(1, "max_channels", "policy_forbids_all")]),
    "no share": ("max_channel_share = 0\n", [(1, "max_channel_share", "policy_forbids_all")]),
    "no group share": ('max_group_share = "0%"\n', [(1, "max_group_share", "policy_forbids_all")]),
    "no draws": ("max_draws = 0\n", [(1, "max_draws", "policy_forbids_all")]),
    "no debt service": ("max_debt_service = 0\n", [(1, "max_debt_service", "policy_forbids_all")]),
    "no term": ("max_term_months = 0\n", [(1, "max_term_months", "policy_forbids_all")]),
    "share as percent": ("max_channel_share = 50\n", [(1, "max_channel_share", "share_out_of_bounds")]),
    "half a channel": ("max_channels = 2.5\n", [(1, "max_channels", "not_whole")]),
    "draws in the next century": ("draw_until = 1200\n", [(1, "draw_until", "number_too_large")]),
    "required and excluded": (
        'exclude = ["a", "b"]\nrequire = "b"\n',
        [(2, "require", "required_and_excluded")],
    ),
    "more required than allowed": (
        'max_channels = 1\nrequire = ["a", "b"]\n',
        [(2, "require", "more_required_than_allowed")],
    ),
    "mistyped word": ("max_chanels = 3\n", [(1, "max_chanels", "unknown_key_near")]),
    "unknown collateral": ('collateral = "cat"\n', [(1, "collateral", "not_a_choice")]),
    "unknown preset below": ('extends = "balance"\n', [(1, "extends", "unknown_policy_near")]),
    "broken": ("max_channels 3\n", [(1, "", "bad_toml")]),
}


@pytest.mark.parametrize(("text", "expected"), BAD.values(), ids=BAD.keys())
def test_every_mistake_has_its_line_and_word(
    tmp_path: Path, text: str, expected: list[tuple[int, str, str]]
) -> None:
    """A policy that no plan can keep is refused, with the place of each mistake."""
    with pytest.raises(InputError) as caught:
        read(tmp_path, text)
    assert [(issue.line, issue.column, issue.code) for issue in caught.value.issues] == expected
    for issue in caught.value.issues:
        assert issue_line(issue, "en").startswith(str(tmp_path))
        assert issue_line(issue, "zh").startswith(str(tmp_path))


def test_a_preset_has_a_name() -> None:
    """Presets are found by name; a mistyped one suggests the right one."""
    assert load_policy("balanced") is BALANCED
    assert load_policy("cheapest") is CHEAPEST
    with pytest.raises(InputError) as caught:
        load_policy("balancd")
    (issue,) = caught.value.issues
    assert issue.code == "unknown_policy_near"
    assert issue_line(issue, "en") == "no policy is named balancd; did you mean balanced?"


def test_a_file_extends_a_preset(tmp_path: Path) -> None:
    """What the file leaves out is as in the preset; the name is the file's."""
    policy = read(tmp_path, 'extends = "balanced"\nmax_channels = 3\n')
    assert policy == BALANCED.model_copy(update={"max_channels": 3, "name": "mine"})


def test_a_file_alone_begins_with_no_caps(tmp_path: Path) -> None:
    """Without ``extends`` the defaults of a policy hold."""
    assert read(tmp_path, 'name = "calm"\nmax_soft_share = 0\nmax_inquiries = 0\n') == Policy(
        name="calm", max_soft_share=0, max_inquiries=0
    )


def test_edges_that_are_allowed(tmp_path: Path) -> None:
    """As many channels required as allowed, and the latest draw that makes sense."""
    policy = read(tmp_path, 'max_channels = 2\nrequire = ["a", "b"]\nexclude = "c"\ndraw_until = 240\n')
    assert (policy.require, policy.exclude, policy.draw_until) == (("a", "b"), ("c",), 240)


def test_a_path_is_known_by_its_slash_or_ending(tmp_path: Path) -> None:
    """A name with a slash or ``.toml`` is a file, which must be there."""
    for name in ("./balanced", "balanced.toml"):
        with pytest.raises(InputError) as caught:
            load_policy(name)
        assert [issue.code for issue in caught.value.issues] == ["file_unreadable"]
